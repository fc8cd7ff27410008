package dev.duello.train;

import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.learn.Model;
import dev.duello.learn.Weights;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Previews of fixed latents through a training, so that one sees each sample take shape. */
final class SampleGrids {
    private final Path folder;
    private final SampleFormat format;
    private final long seed;

    SampleGrids(Path folder, SampleFormat format, long seed) {
        this.folder = folder;
        this.format = format;
        this.seed = seed;
    }

    /** The random stream of a run's grids, by the seed of its training. */
    static RandomStream stream(long seed) {
        return new RandomStream("samples", seed);
    }

    /** Real samples beside which the fakes are judged. */
    void writeReals(Dataset reals) {
        int count = Math.min(format.shownAtOnce(), reals.size());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate((long) count * format.bytes());
            // Spread over the set: folders are sorted by class, so the first samples are often all of one kind.
            reals.gather(
                    IntStream.range(0, count)
                            .map(i -> (int) ((long) i * reals.size() / count))
                            .toArray(),
                    stored);
            format.writePreview(folder.resolve("reals.png"), stored);
        }
    }

    /** The present samples for the latents that are the same each time. */
    void write(Model model, Path file) {
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            int count = format.shownAtOnce();
            Tensor latents = model.latents(count, stream(seed));
            MemorySegment stored = arena.allocate((long) count * format.bytes());
            format.toStored(model.sample(latents, Weights.AVERAGE)).copyTo(stored);
            format.writePreview(file, stored);
        }
    }
}
