package dev.duello.classify;

import dev.duello.data.Batch;
import dev.duello.data.Dataset;
import dev.duello.learn.LatestMeasurement;
import dev.duello.learn.Learner;
import dev.duello.learn.LearnerProgress;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.Model;
import dev.duello.learn.Monitor;
import dev.duello.learn.Networks;
import dev.duello.nn.Adam;
import dev.duello.nn.Annealing;
import dev.duello.nn.Architecture;
import dev.duello.nn.GradientRule;
import dev.duello.nn.Network;
import dev.duello.nn.OptimizerSettings;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A classifier that learns by Adam on the cross-entropy. */
final class ClassifierLearner implements Learner {
    static final String CLASSIFIER = "classifier";

    private final OptimizerSettings settings;
    private final Network network;
    private final Adam optimizer;
    private final GradientRule gradients;
    private final ClassifierModel model;
    private final LatestMeasurement heldOut = new LatestMeasurement();
    private final LearnerProgress progress;
    private Annealing annealing;

    ClassifierLearner(OptimizerSettings settings, LearnerSetup setup) {
        this.settings = settings;
        this.annealing = setup.annealing();
        this.gradients = setup.gradientRule();
        Architecture architecture = setup.networks().get(CLASSIFIER);
        try (CloseOnFailure opened = new CloseOnFailure()) {
            network = opened.add(Network.initialized(
                    architecture,
                    setup.compute().device(),
                    setup.compute().precision(),
                    new RandomStream("classifier-weights", setup.seed())));
            optimizer = opened.add(new Adam(network.parameters()));
            opened.succeeded();
        }
        progress = LearnerProgress.of(optimizer, gradients.streams());
        model = new ClassifierModel(new Live(), architecture, setup.compute().device());
    }

    @Override
    public boolean seesOnlyWhatIsAsked() {
        return true;
    }

    @Override
    public Map<String, Double> step(Batch batch) {
        ClassifierLoss losses = new ClassifierLoss(network, batch.samples(), batch.labels());
        try (var _ = TensorScope.open()) {
            optimizer.step(
                    gradients.gradients(losses, network.parameters()),
                    settings.at(annealing.at(progress.samplesSeen())));
        }
        progress.saw(losses.size());
        Map<String, Double> statistics = new LinkedHashMap<>();
        // An empty batch, as a privacy rule may draw it, has no mean.
        if (losses.size() > 0) {
            statistics.put(ClassifierStatistic.LOSS.key(), losses.mean());
            statistics.put(ClassifierStatistic.ACCURACY.key(), losses.accuracy());
        }
        heldOut.value().ifPresent(value -> statistics.put(ClassifierStatistic.HELD_OUT.key(), value));
        return statistics;
    }

    @Override
    public Model model() {
        return model;
    }

    /** The network that learns; it is closed with the learner. */
    private final class Live implements Networks {
        @Override
        public Network get(String name) {
            return network;
        }

        @Override
        public void close() {}
    }

    @Override
    public Monitor monitor(Dataset samples, long seed) {
        return new ClassifierMonitor(model, samples.heldOut(), heldOut);
    }

    @Override
    public Map<String, Map<String, Tensor>> tensors() {
        Map<String, Map<String, Tensor>> files = new LinkedHashMap<>();
        files.put(CLASSIFIER, network.parameters().byName());
        files.put("optimizer", optimizer.tensors());
        return files;
    }

    @Override
    public Map<String, Map<String, String>> metadata() {
        return Map.of(CLASSIFIER, network.architecture().metadata());
    }

    @Override
    public Map<String, Long> counters() {
        return progress.counters();
    }

    @Override
    public void restoreCounters(Map<String, Long> counters) {
        progress.restore(counters);
    }

    @Override
    public void annealing(Annealing other) {
        annealing = other;
    }

    @Override
    public void halveRates() {
        progress.halveRates();
    }

    @Override
    public @Nullable String firstNonFinite() {
        String name = network.parameters().firstNonFinite();
        return name == null ? null : "the classifier, " + name;
    }

    @Override
    public void close() {
        optimizer.close();
        network.close();
    }
}
