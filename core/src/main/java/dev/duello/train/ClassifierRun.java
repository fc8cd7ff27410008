package dev.duello.train;

import dev.duello.data.Dataset;
import dev.duello.learn.NetworkStore;
import dev.duello.metric.Classifier;
import dev.duello.metric.ClassifierTrainer;
import dev.duello.metric.EvaluationProgress;
import dev.duello.nn.Architecture;
import dev.duello.nn.Network;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.Tensor;
import dev.duello.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a classifier of the preset {@code classifier} by the loop that trains everything, in a run directory that is gone
 * afterwards, and keeps the file that others measure with.
 */
public final class ClassifierRun implements ClassifierTrainer {
    private static final Logger log = LoggerFactory.getLogger(ClassifierRun.class);
    /** The preset, the name of its learner, and that of its network's file. */
    private static final String CLASSIFIER = "classifier";

    /** Hears after each step. */
    public interface Progress {
        /**
         * @param images shown so far
         * @param total to be shown
         * @param loss mean cross-entropy of the step
         */
        void on(long images, long total, double loss);
    }

    /**
     * How well a classifier does on images that it was not trained on.
     *
     * @param accuracy share told right
     * @param testImages how many images that is of
     */
    public record Result(double accuracy, int testImages) {}

    @Override
    public void train(Dataset images, Plan plan, Path file, EvaluationProgress progress) throws IOException {
        Result result = train(
                images,
                null,
                plan,
                "cpu",
                file,
                (done, total, _) -> progress.update("training a classifier to measure with", done, total));
        log.info("The classifier for {} has an accuracy of {} on held-out images", images.name(), result.accuracy());
    }

    /**
     * Trains with as many threads as the calling thread has.
     *
     * @param images labeled
     * @param test of the same format and classes, or null to hold out a tenth of {@code images}
     * @param device as in {@link Experiment.Machine}
     * @param file what {@link Classifier#open} reads
     * @throws dev.duello.data.DataException when the images have no labels, or too few to train on
     * @throws IOException when the file cannot be written
     */
    public static Result train(
            Dataset images, @Nullable Dataset test, Plan plan, String device, Path file, Progress progress)
            throws IOException {
        int heldOut = test == null ? Math.ceilDiv(images.size(), HELD_OUT_EVERY) : 0;
        plan.check(images, images.size() - heldOut);
        Experiment experiment = experiment(images, plan, heldOut, device);
        Path folder = Files.createTempDirectory("duello-classifier-");
        try (TrainingRun run = TrainingRun.start(experiment, images, folder.resolve("run"))) {
            run.train(event -> {
                if (event instanceof TrainingEvent.Stepped step) {
                    progress.on(
                            step.images(),
                            run.experiment().training().images(),
                            step.statistics().getOrDefault("cross-entropy", Double.NaN));
                }
            });
            Map<String, Tensor> weights = run.learner().tensors().get(CLASSIFIER);
            Architecture architecture = run.experiment().architectures().get(CLASSIFIER);
            Classifier.save(file, architecture, weights, images.classes());
            Device found = Device.resolve(device);
            try (Classifier classifier = Classifier.open(file, found, Precision.resolve("auto", found))) {
                Dataset unseen = test != null ? test : run.part.heldOut();
                return new Result(classifier.accuracy(unseen), unseen.size());
            }
        } finally {
            delete(folder);
        }
    }

    private static Experiment experiment(Dataset images, Plan plan, int heldOut, String device) {
        Map<String, String> settings = new LinkedHashMap<>();
        String kimg = String.valueOf(plan.shown() / 1000.0);
        settings.put("preset", CLASSIFIER);
        settings.put("data.source", images.name());
        settings.put("data.held-out", String.valueOf(heldOut));
        settings.put("training.kimg", kimg);
        settings.put("training.batch", String.valueOf(plan.batch()));
        settings.put("training.seed", String.valueOf(plan.seed()));
        // Nobody goes on with it.
        settings.put("training.checkpoint-kimg", "1e9");
        settings.put("machine.device", device);
        settings.put("machine.threads", String.valueOf(Torch.threads()));
        return ExperimentReader.read(null, settings);
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }

    /**
     * The classifier of a run; the caller closes it.
     *
     * @throws TrainingException when there is no run, no whole checkpoint in it, or it is not of a classifier
     */
    public static Classifier open(Path run, Device device, Precision precision) {
        RunDirectory directory = RunDirectory.open(run);
        Experiment experiment = directory.experiment();
        if (!experiment.learner().equals(CLASSIFIER)) {
            throw new TrainingException(run + " is of a " + experiment.learner()
                    + ", not of a classifier (duello train --preset classifier).");
        }
        NetworkStore store = new Checkpoints(directory).bestOrNewest().networksOf(experiment);
        try (CloseOnFailure opened = new CloseOnFailure()) {
            Network network = opened.add(Network.blank(store.architecture(CLASSIFIER), device, precision));
            store.load(CLASSIFIER, network.parameters().byName());
            opened.succeeded();
            return new Classifier(
                    network, List.copyOf(experiment.data().classes().keySet()));
        }
    }
}
