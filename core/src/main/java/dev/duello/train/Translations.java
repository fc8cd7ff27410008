package dev.duello.train;

import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.data.Sources;
import dev.duello.learn.Translator;
import dev.duello.learn.Weights;
import dev.duello.metric.ImageSource;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a translator makes of the sources of a set, in the order of {@link ImageSource#of(Dataset, int)} of the same set and count, so
 * that each image has the index of its target, and its class where the translator knows classes. The same images each time.
 *
 * @param pairs samples with sources
 * @param count how many of them, spread evenly over the set
 * @param seed of the noise, where the translator draws some
 */
public record Translations(Translator translator, Device device, Dataset pairs, int count, Weights weights, long seed)
        implements ImageSource {
    /** Images in memory at once. */
    private static final int BATCH = 32;

    public Translations {
        count = Math.min(count, pairs.size());
        if (translator.classes() > 0 && translator.classes() != pairs.classes().size()) {
            throw new TrainingException("It was trained with " + translator.classes() + " classes, and " + pairs.name()
                    + " has " + pairs.classes().size() + " now: files were added or removed.");
        }
    }

    @Override
    public SampleFormat format() {
        return pairs.format();
    }

    @Override
    public void fill(int start, int some, MemorySegment target) {
        for (int done = 0; done < some; done += BATCH) {
            int part = Math.min(BATCH, some - done);
            int from = start + done;
            try (var _ = TensorScope.open()) {
                List<Tensor> made = new ArrayList<>();
                Tensor sources = sources(from, part);
                Tensor labels = labels(from, part);
                for (int i = 0; i < (translator.isRandom() ? part : 0); i++) {
                    // Noise hangs on the index alone, not on how many are asked for at once.
                    RandomStream noise = new RandomStream("translation", seed);
                    noise.position((long) (from + i) << 20);
                    made.add(translator.translate(sources.narrow(0, i, 1), labels.narrow(0, i, 1), noise, weights));
                }
                Tensor images = translator.isRandom()
                        ? Tensors.concatenate(made, 0)
                        : translator.translate(sources, labels, new RandomStream("translation", seed), weights);
                format().toStored(images).copyTo(target.asSlice((long) done * format().bytes()));
            }
        }
    }

    private Tensor sources(int from, int some) {
        Sources sources = pairs.sources();
        if (sources == null) {
            throw new IllegalArgumentException(pairs.name() + " has no sources");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate((long) some * sources.format().bytes());
            sources.gather(indices(from, some).toArray(), 0, stored);
            return sources.format().toTensor(stored, some, device);
        }
    }

    /** INT64 {@code [some]} */
    private Tensor labels(int from, int some) {
        long[] labels = indices(from, some).mapToLong(pairs::label).toArray();
        return Tensors.of(labels, some).to(device);
    }

    private IntStream indices(int from, int some) {
        return IntStream.range(from, from + some).map(i -> (int) ((long) i * pairs.size() / count));
    }
}
