package dev.duello.metric;

import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Metrics on the images themselves. */
final class Pixels {
    /** Patches of so many images say all that the distance can tell, and more would not fit in memory. */
    static final int MOST = 2048;

    private static final int WINDOWS = 32;

    private Pixels() {}

    static double slicedWasserstein(ImageSource reals, ImageSource fakes, long seed) {
        int count = Math.min(MOST, Math.min(reals.count(), fakes.count()));
        try (var _ = TensorScope.open()) {
            return SlicedWasserstein.between(tensor(reals, count), tensor(fakes, count), seed)
                    .mean();
        }
    }

    private static Tensor tensor(ImageSource images, int count) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate((long) count * images.format().bytes());
            // Windows spread over the source: a sorted folder must not show its first classes only.
            for (int window = 0; window < WINDOWS; window++) {
                int from = (int) ((long) count * window / WINDOWS);
                int length = (int) ((long) count * (window + 1) / WINDOWS) - from;
                int start = (int) ((long) (images.count() - length) * window / (WINDOWS - 1));
                if (length > 0) {
                    images.fill(
                            start,
                            length,
                            pixels.asSlice((long) from * images.format().bytes()));
                }
            }
            return images.format().toTensor(pixels, count, Device.CPU);
        }
    }
}
