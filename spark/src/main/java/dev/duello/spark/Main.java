package dev.duello.spark;

import dev.duello.data.DataException;
import dev.duello.export.ExportException;
import dev.duello.learn.SettingException;
import dev.duello.nn.ShapeException;
import dev.duello.torch.TorchException;
import dev.duello.train.TrainingException;
import dev.duello.train.Version;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * What {@code spark-submit} starts: {@code spark-submit --class dev.duello.spark.Main ... duello-spark.jar generate RUN OUTPUT -n
 * 1000000}. Results go to standard output. Exit codes are those of the command {@code duello}: 0 done, 1 failed, 2 usage.
 */
@Command(
        name = "duello-spark",
        description =
                "Duello on Apache Spark: prepares images, generates samples, measures them, trains and searches settings on many machines.",
        mixinStandardHelpOptions = true,
        subcommands = {
            PrepareCommand.class,
            GenerateCommand.class,
            EvaluateCommand.class,
            TrainCommand.class,
            SearchCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int code = run(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** @return the exit code */
    static int run(String... args) {
        CommandLine main = new CommandLine(new Main());
        main.getCommandSpec().version(Version.current());
        main.getSubcommands().values().forEach(each -> each.getCommandSpec().version(Version.current()));
        return main.setExecutionExceptionHandler((problem, command, _) -> {
                    command.getErr().println("duello-spark: " + sentence(problem));
                    return 1;
                })
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
    }

    /** The session that spark-submit describes. */
    static DuelloSpark duello() {
        return new DuelloSpark(SparkSession.builder().appName("duello").getOrCreate());
    }

    /** Its message where it is one for users; everything that is known of a mistake in the program. */
    private static String sentence(Throwable problem) throws Exception {
        return switch (problem) {
            case DataException e -> e.getMessage();
            case TrainingException e -> e.getMessage();
            case SettingException e -> e.getMessage();
            case ExportException e -> e.getMessage();
            case ShapeException e -> e.getMessage();
            case TorchException e -> e.getMessage();
            case IllegalArgumentException e -> e.getMessage();
            case SparkException e -> e.getMessage();
            case Exception e -> throw e;
            default -> throw new IllegalStateException(problem);
        };
    }
}
