package dev.duello.spark;

import dev.duello.data.SampleFormat;
import dev.duello.learn.Weights;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.train.TrainedModel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Samples made block by block as they are asked for. For one thread. */
final class SampleBlocks implements Iterator<SampleBlock> {
    private final TrainedModel model;
    private final IntFunction<Tensor> latents;
    private final long end;
    private final long total;
    private long next;

    /**
     * @param model stays open as long
     * @param label of all samples; null for classes as often as in the data
     * @param from index of the first, the first of its block
     * @param to index behind the last
     * @param total samples that are made in all, where the last block ends
     */
    SampleBlocks(TrainedModel model, long seed, @Nullable Integer label, long from, long to, long total) {
        this.model = model;
        this.total = total;
        next = from;
        end = to;
        latents = model.latentStream(seed, label, from);
    }

    /** Those of one file. */
    static SampleBlocks ofFile(TrainedModel model, Generation generation, int file) {
        String name = generation.className();
        return new SampleBlocks(
                model,
                generation.seed(),
                name == null ? null : model.label(name),
                (long) file * generation.perFile(),
                Math.min(generation.count(), (file + 1L) * generation.perFile()),
                generation.count());
    }

    @Override
    public boolean hasNext() {
        return next < end;
    }

    @Override
    public SampleBlock next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            SampleFormat format = model.format();
            long bytes = format.bytes();
            // A whole block, even where less of it is wanted: see there.
            int made = (int) Math.min(Generation.BLOCK, total - next);
            int count = (int) Math.min(made, end - next);
            MemorySegment stored = arena.allocate(made * bytes);
            Tensor chosen = latents.apply(made);
            model.sample(chosen, Weights.AVERAGE, stored);
            List<byte[]> samples = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                samples.add(stored.asSlice(i * bytes, bytes).toArray(ValueLayout.JAVA_BYTE));
            }
            SampleBlock block = new SampleBlock(next, samples, labels(chosen));
            next += count;
            return block;
        }
    }

    private long @Nullable [] labels(Tensor latents) {
        int classes = model.classes().size();
        return classes == 0
                ? null
                : latents.narrow(1, latents.size(1) - classes, classes).argmax().toLongs();
    }
}
