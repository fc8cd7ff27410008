package dev.duello.app;

import dev.duello.data.Datasets;
import dev.duello.data.ImageSet;
import dev.duello.data.Split;
import dev.duello.torch.Torch;
import dev.duello.train.Experiment;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainingRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "resume",
        description = "Goes on with a training from its newest checkpoint, as if it had never stopped.",
        mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "The run directory.")
    private Path path;

    @Option(names = "--kimg", paramLabel = "N", description = "A new length in thousands of images.")
    private double kimg;

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Torch.loadAside();
        Experiment experiment = RunDirectory.open(path).experiment();
        try (ImageSet images = Datasets.open(
                        experiment.data().source(), experiment.data().loadOptions(Split.TRAIN));
                MeasuringLine measuring = new MeasuringLine(spec.commandLine().getErr(), outputOptions.quiet);
                TrainingRun run = TrainingRun.resume(path, images, kimg, measuring)) {
            return TrainingSession.run(run, images, outputOptions, spec);
        }
    }
}
