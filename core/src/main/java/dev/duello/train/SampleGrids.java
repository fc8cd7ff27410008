package dev.duello.train;

import dev.duello.data.Batches;
import dev.duello.data.Dataset;
import dev.duello.data.ImageFormat;
import dev.duello.data.ImageGrid;
import dev.duello.learn.Model;
import dev.duello.learn.Weights;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Grids of fixed latents through a training, so that one sees each image take shape. */
final class SampleGrids {
    static final int COUNT = 64;

    private final Path folder;
    private final ImageFormat format;
    private final long seed;

    SampleGrids(Path folder, ImageFormat format, long seed) {
        this.folder = folder;
        this.format = format;
        this.seed = seed;
    }

    /** The random stream of a run's grids, by the seed of its training. */
    static RandomStream stream(long seed) {
        return new RandomStream("samples", seed);
    }

    /** The first real images beside which the fakes are judged. */
    void writeReals(Dataset images) {
        int count = Math.min(COUNT, images.size());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate((long) count * format.bytes());
            // Spread over the set: folders are sorted by class, so the first images are often all of one kind.
            images.gather(
                    IntStream.range(0, count)
                            .map(i -> (int) ((long) i * images.size() / count))
                            .toArray(),
                    pixels);
            ImageGrid.square(count, format).write(folder.resolve("reals.png"), format, pixels);
        }
    }

    /** The present images for the latents that are the same each time. */
    void write(Model model, Path file) {
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            Tensor latents = model.latents(COUNT, stream(seed));
            MemorySegment pixels = arena.allocate((long) COUNT * format.bytes());
            Batches.toPixels(model.sample(latents, Weights.AVERAGE)).copyTo(pixels);
            ImageGrid.square(COUNT, format).write(file, format, pixels);
        }
    }
}
