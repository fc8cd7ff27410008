package dev.duello.metric;

import dev.duello.torch.DType;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/**
 * Square cuttings at random places of one pyramid level of many images, with the mean and the deviation of each channel over
 * all of them. They live as long as the arena that they were cut into.
 */
final class Patches {
    static final int SIDE = 7;
    static final int AREA = SIDE * SIDE;
    static final int PER_IMAGE = 128;

    private static final int IMAGES_AT_ONCE = 16;

    private final MemorySegment values;
    private final int count;
    private final int channels;
    private final double[] first;
    private final double[] sums;
    private final double[] squares;

    private Patches(MemorySegment values, int count, int channels) {
        this.values = values;
        this.count = count;
        this.channels = channels;
        this.first = new double[channels];
        this.sums = new double[channels];
        this.squares = new double[channels];
    }

    /**
     * Cuts {@link #PER_IMAGE} patches of each image.
     *
     * @param images {@code [N, C, H, W]}, float32
     * @param level of their {@link LaplacianPyramid}, 0 the finest
     * @param levels of the pyramid
     * @param random chooses the places
     */
    static Patches cut(Tensor images, int level, int levels, SplittableRandom random, Arena arena) {
        int total = (int) images.size(0);
        int channels = (int) images.size(1);
        MemorySegment values = arena.allocate(
                (long) total * PER_IMAGE * channels * AREA * Float.BYTES, ValueLayout.JAVA_FLOAT.byteAlignment());
        Patches patches = new Patches(values, Math.multiplyExact(total, PER_IMAGE), channels);
        for (int start = 0; start < total; start += IMAGES_AT_ONCE) {
            int some = Math.min(IMAGES_AT_ONCE, total - start);
            try (var _ = TensorScope.open()) {
                Tensor cutting = LaplacianPyramid.of(images.narrow(0, start, some), levels)
                        .get(level);
                float[] pixels = cutting.toFloats();
                int height = (int) cutting.size(2);
                int width = (int) cutting.size(3);
                for (int i = 0; i < some; i++) {
                    patches.cut(pixels, i * channels * height * width, height, width, start + i, random);
                }
            }
        }
        return patches;
    }

    /** Already cut ones: {@code [M, C, 7, 7]}, float32. */
    static Patches of(Tensor patches, Arena arena) {
        MemorySegment values = arena.allocate(patches.elements() * Float.BYTES, ValueLayout.JAVA_FLOAT.byteAlignment());
        patches.copyTo(values);
        Patches made = new Patches(values, (int) patches.size(0), (int) patches.size(1));
        float[] pixels = patches.toFloats();
        for (int at = 0; at < pixels.length; at++) {
            made.measure(at / AREA % made.channels, pixels[at], at < made.channels * AREA && at % AREA == 0);
        }
        return made;
    }

    private void cut(float[] pixels, int base, int height, int width, int image, SplittableRandom random) {
        for (int patch = 0; patch < PER_IMAGE; patch++) {
            int top = random.nextInt(height - SIDE + 1);
            int left = random.nextInt(width - SIDE + 1);
            long offset = ((long) image * PER_IMAGE + patch) * channels * AREA * Float.BYTES;
            for (int channel = 0; channel < channels; channel++) {
                for (int row = 0; row < SIDE; row++) {
                    int at = base + (channel * height + top + row) * width + left;
                    MemorySegment.copy(pixels, at, values, ValueLayout.JAVA_FLOAT, offset, SIDE);
                    offset += SIDE * Float.BYTES;
                    for (int column = 0; column < SIDE; column++) {
                        measure(channel, pixels[at + column], image == 0 && patch == 0 && row == 0 && column == 0);
                    }
                }
            }
        }
    }

    /** Sums deviations from a channel's first pixel: a channel of one value then has a deviation of exactly zero. */
    private void measure(int channel, float pixel, boolean isFirst) {
        if (isFirst) {
            first[channel] = pixel;
        }
        double deviation = pixel - first[channel];
        sums[channel] += deviation;
        squares[channel] += deviation * deviation;
    }

    int count() {
        return count;
    }

    int channels() {
        return channels;
    }

    /** {@code [count, channels * 49]}, borrowed from the arena. */
    Tensor matrix() {
        return Tensors.borrow(values, DType.FLOAT32, count, (long) channels * AREA);
    }

    double mean(int channel) {
        return first[channel] + sums[channel] / ((double) count * AREA);
    }

    /** Divided by the number of pixels; 1 for a channel of one value, which cannot be scaled. */
    double deviation(int channel) {
        double pixels = (double) count * AREA;
        double mean = sums[channel] / pixels;
        double variance = squares[channel] / pixels - mean * mean;
        return variance > 0 ? Math.sqrt(variance) : 1;
    }
}
