package dev.duello.data;

import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Always the same samples of a data set, a batch at a time.
 *
 * @param indices of the samples
 */
public record SpreadSamples(Dataset samples, int[] indices) {
    private static final int BATCH = 250;

    /** How many samples these are. */
    public int count() {
        return indices.length;
    }

    /** At most {@code most} samples, spread over the set, since folders are sorted by class. */
    public static SpreadSamples of(Dataset samples, int most) {
        int count = Math.min(most, samples.size());
        return new SpreadSamples(
                samples,
                IntStream.range(0, count)
                        .map(i -> (int) ((long) i * samples.size() / count))
                        .toArray());
    }

    /** Sees one batch after the other. */
    public interface Visitor {
        /**
         * @param start how many samples came before
         * @param batch {@code [N, C, spatial...]} in [-1, 1], owned by a scope that closes after the visit
         */
        void visit(int start, Tensor batch);
    }

    public void forEachBatch(Device device, Visitor visitor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stored =
                    arena.allocate((long) BATCH * samples.format().bytes());
            for (int start = 0; start < indices.length; start += BATCH) {
                int[] some = Arrays.copyOfRange(indices, start, Math.min(indices.length, start + BATCH));
                samples.gather(some, stored);
                try (var _ = TensorScope.open()) {
                    visitor.visit(start, samples.format().toTensor(stored, some.length, device));
                }
            }
        }
    }
}
