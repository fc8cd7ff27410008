package dev.duello.spark;

import dev.duello.metric.FeatureNetwork;
import dev.duello.metric.ImageSource;
import dev.duello.metric.Moments;
import dev.duello.torch.TensorScope;
import java.io.Serializable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Some of the images of one side of an evaluation.
 *
 * @param real whether they are real images
 * @param number among the parts of its side
 * @param parts of its side
 * @param from index of the first; a multiple of {@link #BATCH}
 * @param to index behind the last
 * @param total images of its side
 */
record EvaluationPart(boolean real, int number, int parts, int from, int to, int total) implements Serializable {
    /** Images that a feature network sees at once: as many, and the same ones, as on a single machine. */
    static final int BATCH = 250;
    /** Images of a part: a task takes seconds with small networks, minutes with Inception. */
    static final int IMAGES = 40 * BATCH;

    /** The parts of one side; the last takes the rest, so that none is too small to have a covariance. */
    static List<EvaluationPart> of(boolean real, int total, int images) {
        List<EvaluationPart> parts = new ArrayList<>();
        int count = Math.max(1, total / images);
        for (int i = 0; i < count; i++) {
            parts.add(new EvaluationPart(real, i, count, i * images, i == count - 1 ? total : (i + 1) * images, total));
        }
        return parts;
    }

    /** Computes the moments of the features of these images. @param images all of this side */
    ShippedMoments moments(ImageSource images, FeatureNetwork network) {
        try (Arena arena = Arena.ofConfined();
                Moments.Accumulator seen = new Moments.Accumulator()) {
            MemorySegment pixels = arena.allocate((long) BATCH * images.format().bytes());
            for (int start = from; start < to; start += BATCH) {
                int count = Math.min(BATCH, to - start);
                images.fill(start, count, pixels);
                try (var _ = TensorScope.open()) {
                    seen.add(network.features(pixels, count, images.format()));
                }
            }
            try (Moments moments = seen.moments()) {
                return ShippedMoments.of(number, moments);
            }
        }
    }
}
