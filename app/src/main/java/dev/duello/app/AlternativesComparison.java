package dev.duello.app;

import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.learn.Weights;
import dev.duello.metric.Evaluation;
import dev.duello.metric.Evaluator;
import dev.duello.metric.ImageSource;
import dev.duello.metric.Metrics;
import dev.duello.metric.ReconstructionError;
import dev.duello.metric.Sharpness;
import dev.duello.train.DataSettings;
import dev.duello.train.DivergedException;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainedModel;
import dev.duello.train.TrainingEvent;
import dev.duello.train.TrainingEvent.Stopped.Reason;
import dev.duello.train.TrainingRun;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trains a GAN and its alternatives on the same data, one after the other, and measures all in the same way. What was done already
 * lies in a folder and is not done again, so that the same command goes on after an interruption.
 *
 * @param data name or path of the images
 * @param common settings of all, besides the data
 * @param time that each trains, or null for the length that the settings tell
 */
record AlternativesComparison(
        String data,
        Map<String, String> common,
        @Nullable Duration time,
        int seeds,
        Path folder,
        PrintWriter err,
        boolean quiet) {
    private static final int MOST_SAMPLES = 5_000;
    private static final int RECONSTRUCTED = 500;
    private static final String METRICS = "fid,precision,recall,coverage";

    /** @return null when somebody stopped it */
    @Nullable
    Map<Alternative, List<AlternativeResult>> run() {
        Map<String, String> settings = new LinkedHashMap<>(common);
        settings.put("data.source", data);
        Map<Alternative, List<AlternativeResult>> results = new LinkedHashMap<>();
        Alternative.ALL.forEach(alternative -> results.put(alternative, new ArrayList<>()));
        DataSettings first = ExperimentReader.read(null, settings).data();
        try (Dataset images = Datasets.open(data, first.loadOptions(Split.TRAIN))) {
            // Said before trainings of hours: the comparison is of sharpness and of pixels.
            ImageFormat.of(images);
            if (images.size() < 2) {
                throw EvaluatedImages.tooFew(data, images.size());
            }
            for (int seed = 0; seed < seeds; seed++) {
                settings.put("training.seed", String.valueOf(seed));
                for (Map.Entry<Alternative, Experiment> each :
                        Alternative.experiments(images, settings).entrySet()) {
                    AlternativeResult result = result(each.getKey(), each.getValue(), images, seed);
                    if (result == null) {
                        return null;
                    }
                    results.get(each.getKey()).add(result);
                }
            }
            AlternativesPage.write(folder, images, results);
        }
        AtomicFiles.writeText(folder.resolve("alternatives.md"), AlternativesTable.markdown(results));
        return results;
    }

    /** Where the run of a seed lies. */
    static Path run(Path folder, Alternative alternative, int seed) {
        return folder.resolve(alternative.name() + "-seed" + seed);
    }

    private @Nullable AlternativeResult result(
            Alternative alternative, Experiment experiment, Dataset images, int seed) {
        Path path = run(folder, alternative, seed);
        AlternativeResult known = AlternativeResult.read(path).orElse(null);
        if (known != null) {
            return known;
        }
        tell("%s, seed %d: training in %s", alternative.label(), seed, path);
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("parameters", (double) Alternative.parameters(experiment, images));
        String failure = "";
        try {
            TrainingEvent.Stopped stopped = train(experiment, images, path);
            if (stopped.reason() == Reason.INTERRUPTED) {
                return null;
            }
            values.put("kimg", stopped.images() / 1000.0);
            values.put("seconds", stopped.seconds());
            tell("%s, seed %d: measuring", alternative.label(), seed);
            measure(path, seed, values);
        } catch (DivergedException | IllegalArgumentException e) {
            // A training that came to nothing is a result as well.
            failure = String.valueOf(e.getMessage());
            tell("%s, seed %d failed: %s", alternative.label(), seed, failure);
        }
        AlternativeResult result = new AlternativeResult(failure, values);
        result.write(path);
        return result;
    }

    private void tell(String format, Object... values) {
        if (!quiet) {
            err.printf(format + "%n", values);
            err.flush();
        }
    }

    private TrainingEvent.Stopped train(Experiment experiment, Dataset images, Path path) {
        boolean begun = Files.isRegularFile(path.resolve("experiment.yaml"));
        try (TrainingRun run =
                begun ? TrainingRun.resume(path, images, 0) : TrainingRun.start(experiment, images, path)) {
            if (!begun && time != null) {
                run.endWithin(time, System.nanoTime());
            }
            Interruption.stopBy(run::requestStop);
            return run.train(event -> {});
        }
    }

    private void measure(Path path, int seed, Map<String, Double> values) {
        Experiment experiment = RunDirectory.open(path).experiment();
        DataSettings source = experiment.data();
        try (TrainedModel model = TrainedModel.open(path);
                RealImages reals = RealImages.open(
                        source.source(), source.loadOptions(Split.TRAIN).withFormat(model.format()));
                ProgressLine line = ProgressLine.on(err, ProgressLine.Unit.IMAGES, true)) {
            int count = Math.min(MOST_SAMPLES, Math.max(2, reals.images().size()));
            long start = System.nanoTime();
            try (EvaluatedImages fakes = EvaluatedImages.of(model, count, seed, List.of(), line)) {
                values.put("samples-per-second", count / ((System.nanoTime() - start) / 1e9));
                ofSamples(reals, fakes.source(), count, values);
            }
            MeasuredLikelihood.of(model, experiment, seed)
                    .ifPresent(likelihood -> values.put("bits", likelihood.importanceBits()));
            if (model.isEncoder()) {
                ofReconstructions(model, experiment, values);
            }
        }
    }

    private void ofSamples(RealImages reals, ImageSource fakes, int count, Map<String, Double> values) {
        try (EvaluationProgressLine progress = new EvaluationProgressLine(err, quiet);
                Evaluator evaluator =
                        new Evaluator(reals.images(), "train", count, reals.network("auto", progress), progress)) {
            Evaluation evaluation = evaluator.evaluate(fakes, evaluator.choose(Metrics.parse(METRICS), count));
            evaluation.values().forEach((metric, value) -> values.put(metric.name(), value));
        }
        ImageSource real = ImageSource.of(reals.images(), count);
        double ofReals = Sharpness.of(real);
        if (ofReals > 0) {
            values.put("sharpness", Sharpness.of(fakes) / ofReals);
        }
    }

    private static void ofReconstructions(TrainedModel model, Experiment experiment, Map<String, Double> values) {
        try (Arena arena = Arena.ofConfined()) {
            ImageFormat format = ImageFormat.of(model.format());
            MemorySegment originals = GivenImages.heldOut(experiment, format, RECONSTRUCTED, arena);
            MemorySegment again = arena.allocate(originals.byteSize());
            int count = Math.toIntExact(originals.byteSize() / format.bytes());
            model.reconstruct(originals, count, Weights.AVERAGE, again);
            double psnr = ReconstructionError.of(originals, again, count).psnr();
            if (Double.isFinite(psnr)) {
                values.put("psnr", psnr);
            }
        } catch (DataException e) {
            // All images were trained on.
            values.remove("psnr");
        }
    }
}
