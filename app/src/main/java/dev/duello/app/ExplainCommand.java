package dev.duello.app;

import dev.duello.Messages;
import dev.duello.data.AtomicFiles;
import dev.duello.torch.Torch;
import dev.duello.train.DataSettings;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainedModel;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        description =
                "Looks into a trained generator and its discriminator: what they have learned, and what that shows.",
        footer = {"", "duello explain RUN writes all of it on one page; each command shows one part at length."},
        subcommands = {
            ExplainDirectionsCommand.class,
            ExplainScoreCommand.class,
            ExplainInvertCommand.class,
            ExplainSamplesCommand.class,
            ExplainUnitsCommand.class
        },
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    // A list, so that a mistyped command is told as such.
    @Parameters(arity = "0..*", paramLabel = "RUN", description = "The run directory.")
    private List<String> words = List.of();

    @Option(names = "--html", paramLabel = "FILE", description = "The page; explain.html in the run by default.")
    private @Nullable Path html;

    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (words.isEmpty()) {
            spec.commandLine().usage(spec.commandLine().getOut());
            return CommandLine.ExitCode.OK;
        }
        if (words.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "There is no command '" + words.getFirst() + "'"
                            + Messages.suggestion(
                                    words.getFirst(), spec.subcommands().keySet()));
        }
        Path run = Path.of(words.getFirst());
        DataSettings data = RunDirectory.open(run).experiment().data();
        Path page = html == null ? run.resolve("explain.html") : html;
        DiskSpace.requireWritable(page, "Name another file with --html.");
        Torch.setThreads(Runtime.getRuntime().availableProcessors());
        PrintWriter err = spec.commandLine().getErr();
        String text;
        try (TrainedModel model = checkpoint.open(run)) {
            try (SampleJudge judge = SampleJudge.ifThere(data, model.format(), err, outputOptions.quiet)) {
                text = ExplainPage.of(
                        String.valueOf(run.toAbsolutePath().normalize().getFileName()), model, judge, part -> {
                            if (!outputOptions.quiet) {
                                err.println("looking at " + part);
                                err.flush();
                            }
                        });
            }
        }
        AtomicFiles.writeText(page, text);
        PrintWriter out = spec.commandLine().getOut();
        if (outputOptions.json) {
            Json.object()
                    .put("run", run.toString())
                    .put("page", page.toString())
                    .put("bytes", text.getBytes(StandardCharsets.UTF_8).length)
                    .print(out);
        } else {
            out.println("page " + page);
        }
        out.flush();
        return 0;
    }
}
