package dev.duello.app.studio.explore;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.source.Datasets;
import dev.duello.learn.Weights;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.train.DataSettings;
import dev.duello.train.TrainedModel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a discriminator gives to known images: a score by itself says nothing, its place among those of reals and fakes does.
 *
 * @param reals scores of real images that it was trained on, ascending; empty when there are none
 * @param fakes scores of fakes, ascending
 * @param missing why there are no reals; empty when there are
 */
public record ScoreDistribution(float[] reals, float[] fakes, String missing) {
    private static final int COUNT = 400;
    private static final int CHUNK = 100;
    private static final long SEED = 0;

    /** Scores many images, in native memory. */
    private interface Scorer {
        float[] score(MemorySegment pixels, int count);
    }

    /** @param label of the class as whose images all are scored, or null for the class that suits each best */
    public static ScoreDistribution of(TrainedModel gan, DataSettings data, @Nullable Integer label) {
        Scorer scorer = scorer(gan, label);
        float[] fakes = fakes(gan, label, scorer);
        try (Dataset images =
                Datasets.open(data.source(), data.loadOptions(Split.TRAIN).withFormat(gan.format()))) {
            int[] chosen = chosen(images, label, gan.classes().size());
            return new ScoreDistribution(
                    reals(images, chosen, scorer),
                    fakes,
                    chosen.length == 0 ? "There are no real images of this class." : "");
        } catch (DataException e) {
            return new ScoreDistribution(new float[0], fakes, String.valueOf(e.getMessage()));
        }
    }

    /** The same without reals. @param missing why there are none */
    public static ScoreDistribution ofFakes(TrainedModel gan, @Nullable Integer label, String missing) {
        return new ScoreDistribution(new float[0], fakes(gan, label, scorer(gan, label)), missing);
    }

    private static Scorer scorer(TrainedModel gan, @Nullable Integer label) {
        return (pixels, count) -> label == null ? gan.score(pixels, count) : gan.score(pixels, count, label);
    }

    private static float[] fakes(TrainedModel gan, @Nullable Integer label, Scorer scorer) {
        float[] scores = new float[COUNT];
        try (Arena arena = Arena.ofConfined();
                var _ = TensorScope.open()) {
            MemorySegment pixels = arena.allocate((long) CHUNK * gan.format().bytes());
            Tensor latents = label == null ? gan.latents(COUNT, SEED) : gan.latents(COUNT, SEED, label);
            for (int start = 0; start < COUNT; start += CHUNK) {
                gan.sample(latents.narrow(0, start, CHUNK), Weights.AVERAGE, pixels);
                System.arraycopy(scorer.score(pixels, CHUNK), 0, scores, start, CHUNK);
            }
        }
        Arrays.sort(scores);
        return scores;
    }

    private static float[] reals(Dataset images, int[] chosen, Scorer scorer) {
        float[] scores = new float[chosen.length];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate((long) CHUNK * images.format().bytes());
            for (int start = 0; start < chosen.length; start += CHUNK) {
                int some = Math.min(CHUNK, chosen.length - start);
                images.gather(Arrays.copyOfRange(chosen, start, start + some), pixels);
                System.arraycopy(scorer.score(pixels, some), 0, scores, start, some);
            }
        }
        Arrays.sort(scores);
        return scores;
    }

    /** Always the same ones, drawn by chance. */
    private static int[] chosen(Dataset images, @Nullable Integer label, int classes) {
        // Groups that stand in for classes are no labels of the data.
        boolean labeled = label != null && images.classes().size() == classes;
        int[] all = IntStream.range(0, images.size())
                .filter(i -> !labeled || images.label(i) == label)
                .toArray();
        SplittableRandom random = new SplittableRandom(SEED);
        int count = Math.min(COUNT, all.length);
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i, all.length);
            int kept = all[i];
            all[i] = all[other];
            all[other] = kept;
        }
        return Arrays.copyOf(all, count);
    }

    /** Which share of the scores is lower, in per cent, equal ones counted half; empty when there are none. */
    public static Optional<Double> percentile(float[] sorted, float score) {
        if (sorted.length == 0) {
            return Optional.empty();
        }
        int below = 0;
        int equal = 0;
        for (float each : sorted) {
            below += each < score ? 1 : 0;
            equal += each == score ? 1 : 0;
        }
        return Optional.of(100 * (below + 0.5 * equal) / sorted.length);
    }

    /** The score below which a share of them lies. */
    public static float quantile(float[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    /** Where most of them lie, as text. */
    public static String range(float[] sorted) {
        return String.format(
                "%.4f to %.4f, median %.4f", quantile(sorted, 0.05), quantile(sorted, 0.95), quantile(sorted, 0.5));
    }
}
