package dev.duello.app;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Sources;
import dev.duello.data.Split;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.ImageGrid;
import dev.duello.data.source.Datasets;
import dev.duello.data.task.Baseline;
import dev.duello.learn.SettingException;
import dev.duello.learn.Translator;
import dev.duello.learn.Weights;
import dev.duello.metric.Evaluation;
import dev.duello.metric.EvaluationProgress;
import dev.duello.metric.Evaluator;
import dev.duello.metric.FeatureNetworks;
import dev.duello.metric.ImageSource;
import dev.duello.metric.Metric;
import dev.duello.metric.MetricLabel;
import dev.duello.metric.Metrics;
import dev.duello.metric.RealAndFake;
import dev.duello.metric.ReconstructionError;
import dev.duello.metric.Samples;
import dev.duello.torch.TensorScope;
import dev.duello.train.BaselineImages;
import dev.duello.train.DataSettings;
import dev.duello.train.Experiment;
import dev.duello.train.TrainedModel;
import dev.duello.train.Translations;
import dev.duello.translate.TranslationSettings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a translator reaches on held-out images, beside what simple methods reach on the same.
 *
 * @param evaluation of the translator
 * @param baselines values of each method by its name
 * @param variants mean feature distance of two results of one source; null for one without noise
 * @param isHeldOut whether nothing of this was trained on
 * @param picture uint8 images: sources, results and targets in turn
 */
record TranslationEvaluation(
        Evaluation evaluation,
        Map<String, Map<Metric, Double>> baselines,
        @Nullable Double variants,
        boolean isHeldOut,
        ImageFormat format,
        byte[] picture) {
    private static final List<Metric> USUAL = List.of(
            Metrics.PSNR, Metrics.SSIM, Metrics.MS_SSIM, Metrics.EDGE_FIDELITY, Metrics.FEATURE_DISTANCE, Metrics.FID);
    /** Best and worst images in the picture, each. */
    private static final int SHOWN = 4;

    /**
     * @param count of images at most
     * @param seed of the noise
     */
    record Options(int count, String features, long seed) {}

    /** @param wanted empty for the usual ones */
    static TranslationEvaluation of(
            Experiment experiment,
            TranslationSettings settings,
            TrainedModel model,
            List<Metric> wanted,
            Options options,
            EvaluationProgress progress) {
        DataSettings data = experiment.data();
        try (Dataset all = Datasets.open(
                        data.source(), data.loadOptions(Split.TRAIN).withFormat(model.format()));
                Paired known = new Paired(all, experiment.samples(all));
                Paired compared = new Paired(known.samples(), withTargets(known.samples(), data, settings, wanted))) {
            Dataset part = experiment.trainingPart(compared.samples());
            Dataset heldOut = part.heldOut();
            Dataset pairs = heldOut == null ? part : heldOut;
            int count = Math.min(options.count(), pairs.size());
            Translator translator = model.translator();
            Sources sources = pairs.sources();
            boolean havePairs = sources != null && sources.arePairs();
            List<Metric> metrics = (wanted.isEmpty() ? USUAL : wanted)
                    .stream()
                            .filter(metric -> havePairs || !metric.isPaired())
                            .filter(metric -> wanted.contains(metric)
                                    || metric.requirements().obstacle(count, pairs.format()) == null)
                            .toList();
            metrics.forEach(metric -> {
                if (metric.isConditional()) {
                    throw new DataException(
                            metric.name() + " is of samples that are made as a class, not of translations.");
                }
                String obstacle = metric.requirements().obstacle(count, pairs.format());
                if (obstacle != null) {
                    throw new DataException(metric.name() + " " + obstacle);
                }
            });
            ImageSource made =
                    new Translations(translator, model.model().device(), pairs, count, Weights.AVERAGE, options.seed());
            try (Evaluator evaluator = new Evaluator(
                    pairs,
                    heldOut == null ? "train" : "held-out",
                    count,
                    FeatureNetworks.open(options.features(), known.samples(), progress),
                    progress)) {
                Map<String, Map<Metric, Double>> baselines = new LinkedHashMap<>();
                for (Baseline baseline : settings.source().baselines()) {
                    baselines.put(
                            baseline.name(),
                            evaluator
                                    .evaluate(new BaselineImages(baseline, pairs, count), metrics)
                                    .values());
                }
                Double variants =
                        translator.isRandom() ? variants(evaluator, model, pairs, count, options.seed()) : null;
                return new TranslationEvaluation(
                        evaluator.evaluate(made, metrics),
                        baselines,
                        variants,
                        heldOut != null,
                        ImageFormat.of(pairs),
                        picture(made, pairs, count));
            }
        }
    }

    /** Where unpaired images are to be compared with targets, those of equal names are pairs. */
    private static Dataset withTargets(
            Dataset samples, DataSettings data, TranslationSettings settings, List<Metric> wanted) {
        Sources sources = samples.sources();
        Metric paired = wanted.stream().filter(Metric::isPaired).findFirst().orElse(null);
        if (paired == null || sources == null || sources.arePairs()) {
            return samples;
        }
        try {
            return settings.source().byName(samples, data.source());
        } catch (SettingException e) {
            throw new DataException(
                    paired.name() + " compares each image with its target, and these have none: " + e.getMessage()
                            + " Choose another metric, such as fid.",
                    e);
        }
    }

    /** Closes what the sources were read from. */
    private record Paired(Dataset opened, Dataset samples) implements AutoCloseable {
        @Override
        public void close() {
            if (samples != opened) {
                samples.close();
            }
        }
    }

    private static double variants(Evaluator evaluator, TrainedModel model, Dataset pairs, int count, long seed) {
        try (Samples one = evaluator.samples(translations(model, pairs, count, seed));
                Samples other = evaluator.samples(translations(model, pairs, count, seed + 1));
                RealAndFake both = new RealAndFake(one, other);
                var _ = TensorScope.open()) {
            return Metrics.FEATURE_DISTANCE.compute(both);
        }
    }

    private static ImageSource translations(TrainedModel model, Dataset pairs, int count, long seed) {
        return new Translations(model.translator(), model.model().device(), pairs, count, Weights.AVERAGE, seed);
    }

    private static byte[] picture(ImageSource made, Dataset pairs, int count) {
        ImageSource targets = ImageSource.of(pairs, count);
        ImageSource sources = new BaselineImages(Baseline.SOURCE, pairs, count);
        int bytes = made.format().bytes();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(bytes);
            MemorySegment target = arena.allocate(bytes);
            double[] errors = new double[count];
            for (int i = 0; i < count; i++) {
                made.fill(i, 1, result);
                targets.fill(i, 1, target);
                errors[i] = ReconstructionError.of(target, result, 1).meanSquared();
            }
            List<Integer> byError = IntStream.range(0, count)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> errors[i]))
                    .toList();
            List<Integer> shown = count <= 2 * SHOWN
                    ? byError
                    : Stream.concat(
                                    byError.stream().limit(SHOWN),
                                    byError.stream().skip(count - SHOWN))
                            .toList();
            MemorySegment cells = arena.allocate(3L * shown.size() * bytes);
            for (int i = 0; i < shown.size(); i++) {
                sources.fill(shown.get(i), 1, cells.asSlice(3L * i * bytes, bytes));
                made.fill(shown.get(i), 1, cells.asSlice((3L * i + 1) * bytes, bytes));
                targets.fill(shown.get(i), 1, cells.asSlice((3L * i + 2) * bytes, bytes));
            }
            return cells.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    void writePicture(Path file) {
        ImageGrid.ofColumns(3, format).write(file, format, MemorySegment.ofArray(picture));
    }

    String table() {
        StringBuilder table = new StringBuilder();
        if (!isHeldOut) {
            table.append("Nothing is held out: these images were trained on.").append(System.lineSeparator());
        }
        table.append(String.format("%-34s %12s", "metric", "model"));
        baselines.keySet().forEach(name -> table.append(String.format(" %15s", name)));
        table.append("  better").append(System.lineSeparator());
        evaluation.values().forEach((metric, value) -> {
            table.append(String.format(
                    "%-34s %12s", MetricLabel.of(metric.name(), evaluation.network()), MetricTable.number(value)));
            baselines
                    .values()
                    .forEach(values -> table.append(String.format(" %15s", MetricTable.number(values.get(metric)))));
            table.append("  ").append(metric.best().sign()).append(System.lineSeparator());
        });
        if (variants != null) {
            table.append("Two results of one source have a feature distance of ")
                    .append(MetricTable.number(variants))
                    .append(System.lineSeparator());
        }
        return table.append(String.format(
                        "with %s, %,d images of %s (%s)%n",
                        evaluation.network(), evaluation.fakes(), evaluation.against(), evaluation.split()))
                .toString();
    }

    Json json(String judged) {
        Json node = Json.object().put("judged", judged);
        put(node.putObject("values"), evaluation.values());
        Json better = node.putObject("better");
        evaluation
                .values()
                .forEach((metric, _) -> better.put(metric.name(), metric.best().words()));
        Json others = node.putObject("baselines");
        baselines.forEach((name, values) -> put(others.putObject(name), values));
        if (variants != null) {
            node.put("variants-feature-distance", variants);
        }
        node.put("features", MetricLabel.features(evaluation.network()));
        node.putObject("protocol")
                .put("features", evaluation.network())
                .put("fakes", evaluation.fakes())
                .put("reals", evaluation.reals())
                .put("against", evaluation.against())
                .put("split", evaluation.split());
        node.putArray("classes");
        return node;
    }

    private static void put(Json node, Map<Metric, Double> values) {
        values.forEach((metric, value) -> node.put(metric.name(), value));
    }
}
