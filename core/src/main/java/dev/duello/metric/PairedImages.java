package dev.duello.metric;

import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.BinaryOperator;

/** Compares images with those of the same index on the other side. */
final class PairedImages {
    private static final int BATCH = 50;

    private PairedImages() {}

    /**
     * The mean over all pairs.
     *
     * @param measure of originals and of images {@code [N, C, H, W]}, float64 in [0, 1], to a number of each pair {@code [N]}
     */
    static double mean(RealAndFake samples, BinaryOperator<Tensor> measure) {
        ImageSource reals = samples.real().source();
        ImageSource fakes = samples.fake().source();
        if (reals.count() != fakes.count() || !reals.format().equals(fakes.format())) {
            throw new IllegalArgumentException(fakes.count() + " images of " + fakes.format() + " are not paired with "
                    + reals.count() + " of " + reals.format() + ".");
        }
        double sum = 0;
        for (int start = 0; start < reals.count(); start += BATCH) {
            int count = Math.min(BATCH, reals.count() - start);
            try (var _ = TensorScope.open()) {
                Tensor each = measure.apply(values(reals, start, count), values(fakes, start, count));
                sum += each.sum().item();
            }
        }
        return sum / reals.count();
    }

    private static Tensor values(ImageSource images, int start, int count) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate((long) count * images.format().bytes());
            images.fill(start, count, stored);
            return images.format()
                    .toTensor(stored, count, Device.CPU)
                    .to(DType.FLOAT64)
                    .add(1)
                    .multiply(0.5);
        }
    }
}
