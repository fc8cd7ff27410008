package dev.duello.metric;

import dev.duello.Messages;
import dev.duello.data.AtomicFiles;
import dev.duello.data.CacheFolder;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.metric.inception.InceptionFeatures;
import dev.duello.metric.inception.InceptionFile;
import dev.duello.metric.inception.InceptionResize;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the feature network for a data set. Whoever opens one closes it. */
public final class FeatureNetworks {
    /** The names that {@link #open(String, Dataset, EvaluationProgress)} takes. */
    public static final List<String> NAMES =
            List.of("auto", "classifier", "random", "inception-legacy", "inception-clean");

    private static final Logger log = LoggerFactory.getLogger(FeatureNetworks.class);
    private static final int SMALLEST_SIDE = 8;
    /** Fewer images teach a classifier nothing that holds for others. */
    private static final int FEWEST_LABELLED = 500;
    /**
     * What a classifier is trained with at first use, in pixels shown: enough to tell most images right, and over within seconds,
     * since measuring should not take longer than training. The number decides, never a clock, so that it is the same everywhere.
     */
    private static final long PIXELS_SHOWN = 24_000L * 32 * 32;

    private static final long FEWEST_SHOWN = 10_000;
    private static final long MOST_SHOWN = 60_000;
    private static final int BATCH = 32;

    /** The fingerprint of Fashion-MNIST's training part as it is: a folder of that name may hold anything. */
    private static final String FASHION_MNIST =
            "sha256:b5c5e9cdcdc7cc03e3f855294288d91c2335856997ba8d74feddf2a0e87e19e1";

    private FeatureNetworks() {}

    /**
     * @param name {@code classifier}: trained on the data's own labels; {@code random}: fixed random weights; {@code auto}: the
     *     former where there are labels enough, else the latter
     *     {@code inception-legacy} and {@code inception-clean}: the FID Inception of 2015, from the weights file that the user
     *     has, behind either resizer
     * @param reals the data that will be compared with
     * @param progress hears how far the training of a classifier is, at first use
     * @throws DataException when there is no such network for these images
     */
    public static FeatureNetwork open(String name, Dataset reals, EvaluationProgress progress) {
        check(name, reals);
        return switch (name) {
            case "random" -> LayerFeatures.random(reals.format());
            case "inception-legacy" -> inception(InceptionResize.LEGACY);
            case "inception-clean" -> inception(InceptionResize.CLEAN);
            case "classifier" -> LayerFeatures.of(classifier(reals, progress));
            default ->
                isLabeled(reals) ? LayerFeatures.of(classifier(reals, progress)) : LayerFeatures.random(reals.format());
        };
    }

    /**
     * What {@code auto} stands for with these images; any other name is what it says.
     *
     * @param reals the data that will be compared with
     */
    public static String resolve(String name, Dataset reals) {
        return name.equals("auto") ? isLabeled(reals) ? "classifier" : "random" : name;
    }

    /**
     * The weights of a network that {@link #open(String, Dataset, EvaluationProgress)} has opened before: with them other machines open the
     * same.
     *
     * @param name as {@link #resolve} gives it
     * @return empty for {@code random}, which needs no file
     */
    public static Optional<Path> file(String name, Dataset reals) {
        return switch (name) {
            case "random" -> Optional.empty();
            case "classifier" -> Optional.of(classifierFile(reals));
            default -> Optional.of(InceptionFile.find(null));
        };
    }

    /**
     * Opens a network without the data that it was made for. The caller closes it.
     *
     * @param name as {@link #resolve} gives it
     * @param file as {@link #file} gives it; read here, and not needed any more afterwards
     * @param format of the images
     * @throws DataException when the file cannot be read
     */
    public static FeatureNetwork open(String name, Optional<Path> file, SampleFormat format) {
        if (file.isEmpty()) {
            return LayerFeatures.random(format);
        }
        try {
            return switch (name) {
                case "inception-legacy" ->
                    InceptionFeatures.open(file.get(), InceptionResize.LEGACY, Device.CPU, Precision.FP32);
                case "inception-clean" ->
                    InceptionFeatures.open(file.get(), InceptionResize.CLEAN, Device.CPU, Precision.FP32);
                default -> LayerFeatures.of(Classifier.open(file.get(), Device.CPU, Precision.FP32));
            };
        } catch (IOException e) {
            throw new DataException("The feature network " + name + " cannot be read: " + Messages.reason(e) + ".", e);
        }
    }

    /**
     * Refuses at once what {@link #open(String, Dataset, EvaluationProgress)} would refuse, perhaps after minutes of training.
     *
     * @throws DataException when there is no such network for these images
     */
    public static void check(String name, Dataset reals) {
        if (reals.format() instanceof ImageFormat image && Math.min(image.height(), image.width()) < SMALLEST_SIDE) {
            throw new DataException("Images of " + image + " are too small to measure: each side must be at least "
                    + SMALLEST_SIDE + ".");
        }
        switch (name) {
            case "inception-legacy", "inception-clean" -> {
                ImageFormat.of(reals);
                InceptionFile.find(null);
            }
            case "classifier" -> plan(reals).check(reals);
            default -> {
                if (!NAMES.contains(name)) {
                    throw new DataException("There is no feature network '" + name + "'. Choose one of "
                            + String.join(", ", NAMES) + ".");
                }
            }
        }
        if (name.equals("classifier") || name.equals("auto") && isLabeled(reals)) {
            checkCache(reals);
        }
    }

    /** Whether the network that {@link #open(String, Dataset, EvaluationProgress)} opens tells classes, as some metrics need. */
    public static boolean tellsClasses(String name, Dataset reals) {
        return switch (name) {
            case "random" -> false;
            case "auto" -> isLabeled(reals);
            default -> true;
        };
    }

    private static boolean isLabeled(Dataset reals) {
        return reals.classes().size() > 1 && reals.size() >= FEWEST_LABELLED;
    }

    private static FeatureNetwork inception(InceptionResize resize) {
        return InceptionFeatures.open(InceptionFile.find(null), resize, Device.CPU, Precision.FP32);
    }

    private static Path classifierFile(Dataset reals) {
        return CacheFolder.path()
                .resolve("features")
                .resolve("classifier-"
                        + reals.fingerprint().replace("sha256:", "").substring(0, 16) + ".safetensors");
    }

    /** A classifier may be trained long after the start of a training, which must not fail then. */
    private static void checkCache(Dataset reals) {
        Path folder = classifierFile(reals).getParent();
        String reason = null;
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            reason = folder + " is a file, not a folder";
        } catch (IOException e) {
            reason = folder + ": " + Messages.reason(e);
        }
        if (reason == null && !Files.isWritable(folder) && !Files.exists(classifierFile(reals))) {
            reason = folder + " cannot be written";
        }
        if (reason != null) {
            throw new DataException("The classifier for " + reals.name() + " cannot be used: " + reason + ".");
        }
    }

    private static Classifier classifier(Dataset reals, EvaluationProgress progress) {
        Path file = classifierFile(reals);
        try {
            if (Files.exists(file)) {
                try {
                    return Classifier.open(file, Device.CPU, Precision.FP32);
                } catch (IOException e) {
                    log.warn("{} is damaged and is created again: {}", file, Messages.reason(e));
                }
            }
            if (reals.fingerprint().equals(FASHION_MNIST)) {
                unpackEmbedded(file);
            } else {
                // The file is made first: that the folder cannot be written shows before minutes of training.
                AtomicFiles.replace(file, beside -> trainInto(beside, reals, progress));
            }
            return Classifier.open(file, Device.CPU, Precision.FP32);
        } catch (IOException e) {
            throw new DataException(
                    "The classifier for " + reals.name() + " cannot be used: " + Messages.reason(e) + ".", e);
        }
    }

    /** Fashion-MNIST's classifier comes along; {@code duello classify train} made it. */
    private static void unpackEmbedded(Path file) throws IOException {
        try (InputStream in = FeatureNetworks.class.getResourceAsStream("classifier-fashion-mnist.safetensors")) {
            if (in == null) {
                throw new IOException("it is not in the jar");
            }
            AtomicFiles.replace(file, beside -> Files.copy(in, beside, StandardCopyOption.REPLACE_EXISTING));
        }
    }

    private static ClassifierTrainer.Plan plan(Dataset reals) {
        long shown = reals.format() instanceof ImageFormat image
                ? Math.clamp(PIXELS_SHOWN / ((long) image.height() * image.width()), FEWEST_SHOWN, MOST_SHOWN)
                : FEWEST_SHOWN;
        return new ClassifierTrainer.Plan(shown, BATCH, 0);
    }

    private static void trainInto(Path file, Dataset reals, EvaluationProgress progress) throws IOException {
        log.info("Training a classifier on {} once, to measure with", reals.name());
        ClassifierTrainer.find().train(reals, plan(reals), file, progress);
    }
}
