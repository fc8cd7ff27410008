package dev.duello.metric;

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

    /** The peak signal-to-noise ratio {@code 10 log10(1 / meanSquared)} of all images together, in dB; infinite for equal ones. */
    public double psnr() {
        return -10 * Math.log10(meanSquared);
    }
}
