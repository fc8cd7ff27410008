package dev.duello.train;

import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.learn.Model;
import dev.duello.learn.Weights;
import dev.duello.metric.ClassHistogram;
import dev.duello.metric.Evaluation;
import dev.duello.metric.EvaluationProgress;
import dev.duello.metric.Evaluator;
import dev.duello.metric.FeatureNetworks;
import dev.duello.metric.ImageSource;
import dev.duello.metric.Metric;
import dev.duello.metric.Samples;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a model at intervals, always on the same latents, and keeps the history of the metric. Whoever makes it
 * closes it.
 */
final class TrainingEvaluator implements AutoCloseable {
    private static final int REALS = 10_000;
    /** Enough to tell how long all fakes of an evaluation will take. */
    private static final int FEW = 250;
    /** Of a class that should have so many fakes, chance alone leaves none once in three thousand times. */
    private static final int COMMON = 8;
    /** A class is missing when it has less than this part of the fakes that it should have. */
    private static final double RARE = 0.05;

    private final Experiment.Evaluation settings;
    private final Metric watched;
    private final StopRule rule;
    private final Dataset images;
    private final Dataset known;
    private final EvaluationProgress progress;
    private final List<String> classes;
    private final SampleFormat format;
    private final long seed;
    private final List<Double> history = new ArrayList<>();
    private @Nullable Evaluator evaluator;
    private double[] realShares = {};

    /** The evaluator that an experiment with nothing left open asks for, or null. */
    static @Nullable TrainingEvaluator of(
            Experiment experiment, @Nullable Dataset images, EvaluationProgress progress) {
        return experiment.evaluation().isOn() && images != null
                ? new TrainingEvaluator(
                        experiment.evaluation(),
                        measured(experiment, images),
                        images,
                        experiment.training().seed(),
                        progress)
                : null;
    }

    /** What is compared with: all samples, or, where images are translated, those that are held out, if there are any. */
    static Dataset measured(Experiment experiment, Dataset images) {
        if (!experiment.kind().isTranslator()) {
            return images;
        }
        Dataset heldOut = experiment.trainingPart(images).heldOut();
        return heldOut == null ? images : heldOut;
    }

    /** @param known what a classifier to measure with is trained on */
    private TrainingEvaluator(
            Experiment.Evaluation settings, Dataset images, Dataset known, long seed, EvaluationProgress progress) {
        this.settings = settings;
        this.watched = StopRule.metric("evaluation.metric", settings.metric());
        this.rule = StopRule.parse(settings.until());
        this.images = images;
        this.known = known;
        this.progress = progress;
        this.format = images.format();
        this.seed = seed;
        this.classes = images.classes();
    }

    /** Trains the classifier that is measured with, where nobody has yet, and looks at the reals. */
    Evaluator prepare() {
        if (evaluator == null) {
            boolean isPaired = images.sources() != null;
            evaluator = new Evaluator(
                    images,
                    images == known ? "train" : "held-out",
                    isPaired ? settings.samples() : REALS,
                    FeatureNetworks.open(settings.features(), known, progress),
                    progress);
            realShares = shares(evaluator.real());
        }
        return evaluator;
    }

    /**
     * What one evaluation found.
     *
     * @param missingClasses that reals have and fakes lack; empty when nobody tells classes
     */
    record Finding(
            Map<String, Double> values,
            String protocol,
            boolean isBest,
            boolean isReached,
            boolean isPatienceOver,
            List<String> missingClasses) {}

    Finding evaluate(Model model) {
        Evaluator evaluator = prepare();
        ImageSource fakes = fakes(model, settings.samples());
        Map<Metric, Double> values;
        String protocol;
        List<String> missing;
        try (Samples seen = evaluator.samples(fakes)) {
            Evaluation evaluation = evaluator.evaluate(seen, metrics());
            values = evaluation.values();
            protocol = evaluation.protocol();
            missing = missingClasses(shares(seen));
        }
        double value = values.get(watched);
        boolean best = history.stream().noneMatch(other -> !watched.isBetter(value, other));
        history.add(value);
        Map<String, Double> named = new LinkedHashMap<>();
        values.forEach((metric, number) -> named.put(metric.name(), number));
        return new Finding(
                named,
                protocol,
                best,
                rule.isReached(values),
                EarlyStopping.isOver(history.stream().map(watched::badness).toList(), settings.patience()),
                missing);
    }

    /** The model's images for latents, or of sources, that are the same each time. */
    private ImageSource fakes(Model model, int count) {
        return model.translator().isPresent()
                ? new Translations(model.translator().get(), model.device(), images, count, Weights.AVERAGE, seed)
                : new Fakes(model, count);
    }

    /**
     * Measures a few fakes and forgets what it found.
     *
     * @return seconds that an evaluation will take
     */
    double timeEvaluation(Model model) {
        Evaluator ready = prepare();
        // What is paired is compared with all of its targets.
        boolean isPaired = images.sources() != null;
        int few = isPaired ? settings.samples() : Math.min(FEW, settings.samples());
        ImageSource fakes = fakes(model, few);
        long start = System.nanoTime();
        try (Samples seen = ready.samples(fakes)) {
            seen.features();
            long middle = System.nanoTime();
            ready.evaluate(seen, metrics());
            return ((middle - start) * (double) settings.samples() / few + (System.nanoTime() - middle)) / 1e9;
        }
    }

    private List<String> missingClasses(double[] shares) {
        List<String> missing = new ArrayList<>();
        for (int label = 0; label < shares.length; label++) {
            if (realShares[label] * settings.samples() >= COMMON && shares[label] < RARE * realShares[label]) {
                missing.add(classes.get(label));
            }
        }
        return missing;
    }

    /** Of each class, as the feature network tells them; empty when it does not tell those of the data. */
    private double[] shares(Samples samples) {
        if (samples.classes() < 2 || samples.classes() != classes.size()) {
            return new double[0];
        }
        double[] shares = new double[classes.size()];
        List<Long> counts = ClassHistogram.of(samples.labels(), classes.size()).counts();
        Arrays.setAll(shares, label -> (double) counts.get(label) / samples.count());
        return shares;
    }

    private List<Metric> metrics() {
        Set<Metric> metrics = new LinkedHashSet<>(List.of(watched));
        metrics.addAll(rule.metrics());
        return List.copyOf(metrics);
    }

    /** All values of the watched metric so far, the oldest first: the state to save. */
    List<Double> history() {
        return List.copyOf(history);
    }

    /** Continues as if these values had been found. */
    void history(List<Double> values) {
        history.clear();
        history.addAll(values);
    }

    /** The model's images for latents that are the same each time. */
    private final class Fakes implements ImageSource {
        private final Model model;
        private final int count;

        Fakes(Model model, int count) {
            this.model = model;
            this.count = count;
        }

        @Override
        public SampleFormat format() {
            return format;
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public void fill(int start, int count, MemorySegment target) {
            try (var _ = TensorScope.open()) {
                RandomStream random = new RandomStream("evaluation", seed);
                random.position(start);
                Tensor latents = model.latents(count, random);
                format.toStored(model.sample(latents, Weights.AVERAGE)).copyTo(target);
            }
        }
    }

    @Override
    public void close() {
        if (evaluator != null) {
            evaluator.close();
        }
    }
}
