package dev.duello.metric;

import dev.duello.data.SampleFormat;
import dev.duello.learn.FeatureMaps;
import dev.duello.torch.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A fixed network whose inner view of images is compared instead of pixels. Numbers from different networks have nothing in
 * common, so its name is part of every number's name. Whoever opens it closes it. Not thread-safe.
 */
public interface FeatureNetwork extends AutoCloseable {
    /** Kind, hash of the weights and preprocessing, such as {@code classifier-1a2b3c4d}: equal names give equal features. */
    String name();

    /** Length of the features of one image. */
    int dimensions();

    /**
     * Looks at images.
     *
     * @param pixels native memory, uint8 {@code [N, H, W, C]}
     * @return {@code [N, dimensions]} float32 on the CPU, in the open scope
     * @throws IllegalArgumentException when it does not take images of this format
     */
    Tensor features(MemorySegment pixels, int count, SampleFormat format);

    /**
     * Its features with a gradient to the images, {@code [N, C, H, W]} in [-1, 1] to {@code [N, dimensions]}, on the device of the
     * network; empty for one that takes only pixels, such as one that resizes them first.
     */
    default Optional<UnaryOperator<Tensor>> differentiable() {
        return Optional.empty();
    }

    /** What its layers see, with a gradient to the images; empty where {@link #differentiable} is. */
    default Optional<FeatureMaps> maps() {
        return Optional.empty();
    }

    /** Classes that it tells apart, or 0 when it tells none. */
    int classes();

    /**
     * The class scores, from features of its own.
     *
     * @return {@code [N, classes]}, before the softmax
     * @throws UnsupportedOperationException when it tells no classes
     */
    Tensor logits(Tensor features);

    @Override
    void close();
}
