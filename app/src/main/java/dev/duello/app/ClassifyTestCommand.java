package dev.duello.app;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import dev.duello.metric.Classifier;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.train.ClassifierRun;
import dev.duello.train.TrainingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "test",
        description = "Prints the accuracy of a saved classifier on the test part of labeled images.",
        mixinStandardHelpOptions = true)
final class ClassifyTestCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE|RUN",
            description = "A classifier saved by `duello classify train`, or a run of the preset classifier.")
    private Path file;

    @Option(
            names = "--data",
            paramLabel = "NAME|PATH",
            completionCandidates = Completions.Data.class,
            defaultValue = "fashion-mnist",
            description = "Labeled images (default: ${DEFAULT-VALUE}).")
    private String data;

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Device device = Device.resolve("auto");
        try (Classifier classifier = open(device, Precision.resolve("auto", device))) {
            LoadOptions options = LoadOptions.DEFAULT.withSplit(Split.TEST);
            Shape shape = classifier.shape();
            if (shape.spatial().size() == 2) {
                ImageFormat format = classifier.format();
                options = options.withSize(format.height(), format.width()).withChannels(format.channels());
            }
            try (Dataset images = Datasets.open(data, options)) {
                if (!shape.axes().equals(images.format().shape())) {
                    throw new DataException(
                            data + " holds " + images.format().medium().plural() + " of " + images.format() + ", and "
                                    + file + " distinguishes samples of the shape " + shape + ".");
                }
                if (!images.classes().equals(classifier.classes())) {
                    throw new DataException(data + " has the classes " + images.classes() + ", but " + file
                            + " distinguishes " + classifier.classes() + ".");
                }
                report(classifier.accuracy(images), images);
            }
        } catch (IOException e) {
            throw new TrainingException(e.getMessage(), e);
        }
        return 0;
    }

    private Classifier open(Device device, Precision precision) throws IOException {
        return Files.isDirectory(file)
                ? ClassifierRun.open(file, device, precision)
                : Classifier.open(file, device, precision);
    }

    private void report(double accuracy, Dataset images) {
        PrintWriter out = spec.commandLine().getOut();
        if (outputOptions.json) {
            Json.object().put("accuracy", accuracy).put("images", images.size()).print(out);
        } else {
            out.printf(
                    "The accuracy is %.2f %% on %,d %s.%n",
                    100 * accuracy, images.size(), images.format().medium().plural());
        }
        out.flush();
    }
}
