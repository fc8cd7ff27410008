package dev.duello.train;

import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.data.Sources;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.task.Baseline;
import dev.duello.metric.ImageSource;
import java.lang.foreign.MemorySegment;

/**
 * What a simple method makes of the sources of a set, in the order of {@link Translations} of the same set and count.
 *
 * @param pairs samples with sources
 * @param count how many of them, spread evenly over the set
 */
public record BaselineImages(Baseline baseline, Dataset pairs, int count) implements ImageSource {
    public BaselineImages {
        count = Math.min(count, pairs.size());
    }

    @Override
    public SampleFormat format() {
        return pairs.format();
    }

    @Override
    public void fill(int start, int some, MemorySegment target) {
        Sources sources = pairs.sources();
        if (sources == null) {
            throw new IllegalArgumentException(pairs.name() + " has no sources");
        }
        ImageFormat from = ImageFormat.of(sources.format());
        ImageFormat to = ImageFormat.of(pairs);
        byte[] source = new byte[from.bytes()];
        for (int i = 0; i < some; i++) {
            int index = (int) ((long) (start + i) * pairs.size() / count);
            sources.gather(new int[] {index}, 0, MemorySegment.ofArray(source));
            byte[] made = baseline.method().apply(source, from, to);
            MemorySegment.copy(MemorySegment.ofArray(made), 0, target, (long) i * made.length, made.length);
        }
    }
}
