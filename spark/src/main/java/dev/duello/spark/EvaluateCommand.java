package dev.duello.spark;

import dev.duello.data.Split;
import dev.duello.metric.Evaluation;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "evaluate",
        description = "Measures the Fréchet distance between real images and those of a run or an exported folder.",
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "A run or an exported folder, on the driver.")
    private Path model = Path.of("");

    @Option(
            names = "--against",
            paramLabel = "NAME|PATH",
            required = true,
            description = "The real images, which all machines see: a name, or a path on a shared file system.")
    private String data = "";

    @Option(
            names = "--split",
            paramLabel = "train|test",
            defaultValue = "train",
            description = "Which part of the real images (default: ${DEFAULT-VALUE}).")
    private Split split = Split.TRAIN;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            defaultValue = "50000",
            description = "How many fakes, and at most how many real images (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the fakes; 0 by default.")
    private long seed;

    @Option(
            names = "--features",
            paramLabel = "NETWORK",
            defaultValue = "auto",
            description = "auto, classifier, random, inception-legacy, inception-clean (default: ${DEFAULT-VALUE}).")
    private String features = "auto";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Evaluation found = Main.duello().evaluate(model, seed, count, data, split, features);
        found.values()
                .forEach((metric, value) -> spec.commandLine().getOut().println(found.nameOf(metric) + " " + value));
        return 0;
    }
}
