package dev.duello.privacy.audit;

import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.metric.ImageSource;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Samples as rows of numbers in [-1, 1]; large images are averaged down, so that many can be compared. */
final class Pixels {
    private static final int LARGEST_SIDE = 32;
    private static final int BATCH = 250;

    private Pixels() {}

    /** Images {@code start} to {@code start + count - 1} as {@code [count, d]}, float32. */
    static Tensor of(ImageSource images, int start, int count) {
        SampleFormat format = images.format();
        List<Tensor> parts = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate((long) BATCH * format.bytes());
            for (int done = 0; done < count; done += BATCH) {
                int some = Math.min(BATCH, count - done);
                images.fill(start + done, some, stored);
                try (var _ = TensorScope.open()) {
                    Tensor pixels = format.toTensor(stored, some, Device.CPU);
                    Tensor small = format instanceof ImageFormat image ? small(pixels, image) : pixels;
                    parts.add(small.reshape(some, -1).contiguous().keep());
                }
            }
            return Tensors.concatenate(parts, 0);
        } finally {
            parts.forEach(Tensor::close);
        }
    }

    private static Tensor small(Tensor pixels, ImageFormat format) {
        int factor = Math.ceilDiv(Math.max(format.height(), format.width()), LARGEST_SIDE);
        return factor == 1
                ? pixels
                : Functions.averagePool(
                        pixels,
                        new long[] {Math.min(factor, format.height()), Math.min(factor, format.width())},
                        new long[] {factor, factor},
                        new long[] {0, 0});
    }

    static Tensor of(ImageSource images) {
        return of(images, 0, images.count());
    }
}
