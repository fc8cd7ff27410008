package dev.duello.train;

import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.data.Sources;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.task.Baseline;
import dev.duello.learn.Encoder;
import dev.duello.learn.Model;
import dev.duello.learn.Translator;
import dev.duello.learn.Weights;
import dev.duello.metric.ImageSource;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Previews of fixed latents, or of fixed sources, through a training, so that one sees each sample take shape. */
final class SampleGrids {
    /** Pairs beside each other, and below each other. */
    private static final int PAIR_COLUMNS = 2;

    private static final int PAIR_ROWS = 8;

    private static final int RECONSTRUCTED = 32;
    private static final int RECONSTRUCTED_COLUMNS = 8;

    private final Path folder;
    private final SampleFormat format;
    private final long seed;
    private final Dataset samples;

    /** @param samples that are learned from, with a held-out part where there is one */
    SampleGrids(Path folder, SampleFormat format, long seed, Dataset samples) {
        this.folder = folder;
        this.format = format;
        this.seed = seed;
        this.samples = samples;
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

    /**
     * What an encoder makes of the same samples each time: rows of originals, and below each the reconstructions.
     *
     * @param originals those that are not trained on, where there are some
     */
    void writeReconstructions(Model model, Encoder encoder, Dataset originals, Path file) {
        int count = Math.min(RECONSTRUCTED, originals.size());
        int columns = Math.min(RECONSTRUCTED_COLUMNS, count);
        // Whole rows.
        int[] indices = IntStream.range(0, count / columns * columns)
                .map(i -> (int) ((long) i * originals.size() / count))
                .toArray();
        long row = (long) columns * format.bytes();
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate((long) indices.length * format.bytes());
            originals.gather(indices, stored);
            Tensor samples = format.toTensor(stored, indices.length, model.device());
            MemorySegment again = arena.allocate(stored.byteSize());
            format.toStored(model.sample(encoder.encode(samples, Weights.AVERAGE), Weights.AVERAGE))
                    .copyTo(again);
            MemorySegment both = arena.allocate(2 * stored.byteSize());
            for (long start = 0; start < stored.byteSize(); start += row) {
                MemorySegment.copy(stored, start, both, 2 * start, row);
                MemorySegment.copy(again, start, both, 2 * start + row, row);
            }
            Files.createDirectories(file.getParent());
            format.writePreview(file, both, columns);
        } catch (IOException e) {
            throw RunDirectory.cannotWrite(file, e);
        }
    }

    /** The present samples for the latents that are the same each time; of a translator, sources, results and targets in turn. */
    void write(Model model, Path file) {
        if (model.translator().isPresent()) {
            writePairs(model, model.translator().get(), file);
            return;
        }
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            int count = format.shownAtOnce();
            Tensor latents = model.latents(count, stream(seed));
            MemorySegment stored = arena.allocate((long) count * format.bytes());
            format.toStored(model.sample(latents, Weights.AVERAGE)).copyTo(stored);
            format.writePreview(file, stored);
        }
    }

    private void writePairs(Model model, Translator translator, Path file) {
        Dataset heldOut = samples.heldOut();
        Dataset pairs = heldOut == null ? samples : heldOut;
        Sources sources = pairs.sources();
        if (sources == null) {
            throw new IllegalStateException("samples without sources");
        }
        int count = Math.min(PAIR_COLUMNS * PAIR_ROWS, pairs.size());
        ImageSource targets = ImageSource.of(pairs, count);
        Translations made = new Translations(translator, model.device(), pairs, count, Weights.AVERAGE, seed);
        ImageFormat from = ImageFormat.of(sources.format());
        ImageFormat to = ImageFormat.of(pairs);
        try (Arena arena = Arena.ofConfined()) {
            long bytes = format.bytes();
            MemorySegment shown = arena.allocate(3L * count * bytes);
            byte[] source = new byte[from.bytes()];
            for (int i = 0; i < count; i++) {
                sources.gather(new int[] {(int) ((long) i * pairs.size() / count)}, 0, MemorySegment.ofArray(source));
                byte[] seen = Baseline.SOURCE.method().apply(source, from, to);
                MemorySegment.copy(MemorySegment.ofArray(seen), 0, shown, 3L * i * bytes, bytes);
                made.fill(i, 1, shown.asSlice((3L * i + 1) * bytes, bytes));
                targets.fill(i, 1, shown.asSlice((3L * i + 2) * bytes, bytes));
            }
            format.writePreview(file, shown, 3 * PAIR_COLUMNS);
        }
    }
}
