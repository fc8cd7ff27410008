package dev.duello.spark;

import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import dev.duello.train.TrainingEvent.Stopped.Reason;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        description = "Trains one model on all executors together; goes on with a run that is there.",
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "The folder of the run, on a file system that all machines see.")
    private Path run = Path.of("");

    @Option(
            names = "--processes",
            paramLabel = "N",
            required = true,
            description = "Tasks that share each batch, one on each executor.")
    private int processes;

    @Option(names = "--config", paramLabel = "FILE", description = "An experiment, on the driver.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting such as data.source=/shared/photos.samples; may be given more than once.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Experiment experiment = ExperimentReader.read(config, settings);
        Reason reason = Main.duello().train(experiment, run, processes);
        spec.commandLine().getOut().println(run + " stopped: " + reason);
        return 0;
    }
}
