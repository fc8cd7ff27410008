package dev.duello.app.studio.toy;

import dev.duello.data.Batch;
import dev.duello.gan.GanLearner;
import dev.duello.gan.GaussianMixture;
import dev.duello.gan.Objective;
import dev.duello.learn.Weights;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The training of one toy GAN, and what the page draws of it. Used by one thread only. Whoever makes it closes it. */
final class ToyTraining implements AutoCloseable {
    static final int SIDE = 64;

    private static final int BATCH = 128;
    private static final int REALS = 600;
    private static final int FAKES = 1000;
    /** Parts of the map of logits that count as extremes, where logits know no bounds. */
    private static final double OUTLIERS = 0.02;

    private ToySettings settings;
    private GanLearner learner;
    private RandomStream reals;
    private float[] latents;
    private Map<String, Double> told = Map.of();
    private long steps;

    /**
     * How things stand.
     *
     * @param steps of the discriminator so far
     * @param modes Gaussians of the data with a good fake
     * @param good share of fakes within three deviations of a Gaussian
     * @param losses by name, as of the last step
     * @param extent half the side of the square that the map covers
     * @param reals x and y of some of the data, float32, little-endian
     * @param fakes x and y of the images of latents that stay the same, float32, little-endian
     * @param map uint8 {@code [64, 64]}, the first row at the top: what the discriminator makes of each place, from {@code low}
     *     to {@code high}
     * @param probability whether low and high are probabilities of being real, and not logits
     */
    record Frame(
            long steps,
            int modes,
            int ofModes,
            double good,
            Map<String, Double> losses,
            double extent,
            byte[] reals,
            byte[] fakes,
            byte[] map,
            double low,
            double high,
            boolean probability,
            boolean finite) {}

    ToyTraining(ToySettings settings) {
        this.settings = settings;
        this.learner = begin(settings);
        this.reals = new RandomStream("reals", settings.seed());
        this.latents = fixedLatents();
    }

    private static GanLearner begin(ToySettings settings) {
        return new GanLearner(settings.learner().config(), settings.seed(), Device.CPU, Precision.FP32);
    }

    private float[] fixedLatents() {
        try (var _ = TensorScope.open()) {
            return learner.model()
                    .latents(FAKES, new RandomStream("shown", settings.seed()))
                    .toFloats();
        }
    }

    long steps() {
        return steps;
    }

    /** Goes on by other rules with the same networks where they fit, else from the beginning. */
    void change(ToySettings changed) {
        GanLearner next = begin(changed);
        if (changed.fits(settings)) {
            try (var _ = TensorScope.open();
                    var _ = GradientMode.off()) {
                next.tensors()
                        .forEach((file, tensors) -> tensors.forEach((name, tensor) ->
                                tensor.copyFrom_(learner.tensors().get(file).get(name))));
            }
            next.restoreCounters(learner.counters());
            learner.close();
            learner = next;
            settings = changed;
        } else {
            learner.close();
            restart(next, changed);
        }
    }

    /** From the beginning, with the same settings. */
    void reset() {
        learner.close();
        restart(begin(settings), settings);
    }

    private void restart(GanLearner next, ToySettings changed) {
        learner = next;
        settings = changed;
        reals = new RandomStream("reals", settings.seed());
        latents = fixedLatents();
        told = Map.of();
        steps = 0;
    }

    void step() {
        try (var _ = TensorScope.open()) {
            told = learner.step(new Batch(settings.data().sample(BATCH, reals), Tensors.of(new long[BATCH], BATCH)));
            steps++;
        }
    }

    Frame frame(Weights weights) {
        try (var _ = TensorScope.open()) {
            float[] fakes = learner.model()
                    .sample(Tensors.of(latents, FAKES, settings.latent()), weights)
                    .toFloats();
            float[] shown = settings.data()
                    .sample(REALS, new RandomStream("shown-reals", settings.seed()))
                    .toFloats();
            GaussianMixture.Coverage coverage = settings.data().coverage(fakes);
            float[] logits =
                    learner.model().critic().orElseThrow().logits(places()).toFloats();
            boolean probability =
                    settings.objective() == Objective.MINIMAX || settings.objective() == Objective.NON_SATURATING;
            float[] values = probability ? sigmoids(logits) : logits;
            float[] sorted = values.clone();
            Arrays.sort(sorted);
            int outliers = (int) (OUTLIERS * sorted.length);
            double low = probability ? 0 : sorted[outliers];
            double high = probability ? 1 : sorted[sorted.length - 1 - outliers];
            return new Frame(
                    steps,
                    coverage.modes(),
                    settings.data().centers().size(),
                    coverage.good(),
                    finite(told),
                    settings.extent(),
                    bytes(shown),
                    bytes(fakes),
                    map(values, low, high),
                    finite(low),
                    finite(high),
                    probability,
                    allFinite(fakes) && allFinite(logits));
        }
    }

    /** The middle of each cell of the map, {@code [64 * 64, 2]}, from the top left. */
    private Tensor places() {
        float[] places = new float[2 * SIDE * SIDE];
        double extent = settings.extent();
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                places[2 * (y * SIDE + x)] = (float) (((x + 0.5) / SIDE * 2 - 1) * extent);
                places[2 * (y * SIDE + x) + 1] = (float) ((1 - (y + 0.5) / SIDE * 2) * extent);
            }
        }
        return Tensors.of(places, SIDE * SIDE, 2);
    }

    private static float[] sigmoids(float[] logits) {
        float[] values = new float[logits.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (1 / (1 + Math.exp(-logits[i])));
        }
        return values;
    }

    private static byte[] map(float[] values, double low, double high) {
        byte[] map = new byte[values.length];
        double range = high > low ? high - low : 1;
        for (int i = 0; i < values.length; i++) {
            double share = Math.clamp((values[i] - low) / range, 0, 1);
            map[i] = (byte) Math.round(255 * (Double.isNaN(share) ? 0.5 : share));
        }
        return map;
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static boolean allFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** JSON has no word for what is not a number. */
    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }

    private static Map<String, Double> finite(Map<String, Double> values) {
        Map<String, Double> known = new LinkedHashMap<>(values);
        known.values().removeIf(value -> !Double.isFinite(value));
        return known;
    }

    @Override
    public void close() {
        learner.close();
    }
}
