package dev.duello.metric;

import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;

/** Images to be measured, wherever they come from: a generator, a folder, an array. */
public interface ImageSource {
    SampleFormat format();

    /** How many there are. */
    int count();

    /**
     * Gives images {@code start} to {@code start + count - 1}.
     *
     * @param target native memory, receives uint8 {@code [count, H, W, C]}
     */
    void fill(int start, int count, MemorySegment target);

    /** Of each the class that it was made as, among the classes of the data that it is compared with; empty where nothing tells. */
    default int[] labels() {
        return new int[0];
    }

    /** {@code count} images of a set, spread evenly over it: folders are often sorted by class. */
    static ImageSource of(Dataset images, int count) {
        int taken = Math.min(count, images.size());
        return new ImageSource() {
            @Override
            public SampleFormat format() {
                return images.format();
            }

            @Override
            public int count() {
                return taken;
            }

            @Override
            public void fill(int start, int some, MemorySegment target) {
                images.gather(
                        IntStream.range(start, start + some)
                                .map(i -> (int) ((long) i * images.size() / taken))
                                .toArray(),
                        target);
            }
        };
    }
}
