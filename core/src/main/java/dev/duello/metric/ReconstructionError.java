package dev.duello.metric;

import dev.duello.data.Medium;
import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.torch.Device;
import dev.duello.torch.TensorScope;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How far images are from their originals, pixel by pixel, as both are stored.
 *
 * @param meanSquared the mean squared difference of all values, brought to [0, 1]
 * @param images how many were compared
 */
public record ReconstructionError(double meanSquared, int images) {
    private static final double LARGEST = 255;

    /**
     * Compares images in order.
     *
     * @param originals uint8 {@code [N, H, W, C]}
     * @param reconstructions as many
     * @throws IllegalArgumentException when there is nothing to compare, or not as much on both sides
     */
    public static ReconstructionError of(MemorySegment originals, MemorySegment reconstructions, int images) {
        long bytes = originals.byteSize();
        if (images < 1 || bytes == 0 || bytes != reconstructions.byteSize() || bytes % images != 0) {
            throw new IllegalArgumentException(bytes + " and " + reconstructions.byteSize() + " bytes are not " + images
                    + " images and as many others");
        }
        long sum = 0;
        for (long i = 0; i < bytes; i++) {
            int difference = Byte.toUnsignedInt(originals.get(ValueLayout.JAVA_BYTE, i))
                    - Byte.toUnsignedInt(reconstructions.get(ValueLayout.JAVA_BYTE, i));
            sum += (long) difference * difference;
        }
        return new ReconstructionError(sum / (LARGEST * LARGEST * bytes), images);
    }

    /**
     * Compares samples of any medium in order, as networks see them.
     *
     * @param originals samples in their stored form
     * @param reconstructions as many
     * @throws IllegalArgumentException as {@link #of(MemorySegment, MemorySegment, int)}
     */
    public static ReconstructionError of(
            SampleFormat format, MemorySegment originals, MemorySegment reconstructions, int samples) {
        if (format instanceof ImageFormat) {
            return of(originals, reconstructions, samples);
        }
        if (samples < 1
                || originals.byteSize() != (long) samples * format.bytes()
                || reconstructions.byteSize() != originals.byteSize()) {
            throw new IllegalArgumentException(originals.byteSize() + " and " + reconstructions.byteSize()
                    + " bytes are not " + samples + " samples of " + format + " and as many others");
        }
        // Characters are 0 or 1, all other numbers lie in [-1, 1].
        double range = format.medium() == Medium.TEXT ? 1 : 2;
        double sum = 0;
        for (int i = 0; i < samples; i++) {
            long start = (long) i * format.bytes();
            try (var _ = TensorScope.open()) {
                sum += format.toTensor(originals.asSlice(start, format.bytes()), 1, Device.CPU)
                        .subtract(format.toTensor(reconstructions.asSlice(start, format.bytes()), 1, Device.CPU))
                        .square()
                        .mean()
                        .item();
            }
        }
        return new ReconstructionError(sum / samples / (range * range), samples);
    }

    /** The peak signal-to-noise ratio {@code 10 log10(1 / meanSquared)} of all images together, in dB; infinite for equal ones. */
    public double psnr() {
        return -10 * Math.log10(meanSquared);
    }
}
