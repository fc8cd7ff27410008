package dev.duello.app;

import dev.duello.Messages;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import dev.duello.metric.ClassifierTrainer;
import dev.duello.torch.Torch;
import dev.duello.train.ClassifierRun;
import dev.duello.train.TrainingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        description = "Trains a classifier and prints its accuracy on images that it was not trained on.",
        mixinStandardHelpOptions = true)
final class ClassifyTrainCommand implements Callable<Integer> {
    private static final int BATCH = 128;

    @Option(
            names = "--data",
            paramLabel = "NAME|PATH",
            completionCandidates = Completions.Data.class,
            defaultValue = "fashion-mnist",
            description = "Labeled images (default: ${DEFAULT-VALUE}).")
    private String data;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "5",
            description = "Passes over the images (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "The same seed gives the same classifier.")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "classifier.safetensors",
            description = "Where to save it (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (epochs < 1) {
            throw new ParameterException(spec.commandLine(), "--epochs must be at least 1, not " + epochs + ".");
        }
        PrintWriter err = spec.commandLine().getErr();
        try (Dataset images = Datasets.open(data, LoadOptions.DEFAULT);
                ProgressLine progress = ProgressLine.on(err, ProgressLine.Unit.IMAGES, outputOptions.quiet)) {
            Warnings.skippedFiles(images, err);
            Torch.setThreads(Runtime.getRuntime().availableProcessors());
            try (Dataset test = testImages(images)) {
                int training = test != null
                        ? images.size()
                        : images.size() - Math.ceilDiv(images.size(), ClassifierTrainer.HELD_OUT_EVERY);
                ClassifierTrainer.Plan plan = new ClassifierTrainer.Plan((long) epochs * training, BATCH, seed);
                report(ClassifierRun.train(
                        images,
                        test,
                        plan,
                        "auto",
                        out,
                        (done, total, loss) -> progress.update(done, total, () -> String.format("  loss %.3f", loss))));
            } catch (IOException e) {
                throw new TrainingException(out + " cannot be written: " + Messages.reason(e) + ".", e);
            }
        }
        return 0;
    }

    /** The test part, or null where the data has none: then a tenth is held out. */
    private @Nullable Dataset testImages(Dataset images) {
        try {
            return Datasets.open(data, LoadOptions.DEFAULT.withSplit(Split.TEST).withFormat(images.format()));
        } catch (DataException e) {
            return null;
        }
    }

    private void report(ClassifierRun.Result result) {
        PrintWriter stdout = spec.commandLine().getOut();
        if (outputOptions.json) {
            Json.object()
                    .put("file", out.toString())
                    .put("accuracy", result.accuracy())
                    .put("test-images", result.testImages())
                    .print(stdout);
        } else {
            stdout.printf(
                    "The accuracy is %.2f %% on %,d images that it was not trained on.%n",
                    100 * result.accuracy(), result.testImages());
            stdout.println("Saved as " + out);
        }
        stdout.flush();
    }
}
