package dev.duello.spark;

import dev.duello.data.SampleFormat;
import dev.duello.metric.ImageSource;
import dev.duello.train.TrainedModel;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Queue;

/** Images of a model to be measured, made while they are asked for, one after the other from a certain one on. */
final class GeneratedImages implements ImageSource {
    private final TrainedModel model;
    private final int total;
    private final SampleBlocks blocks;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private int next;

    /**
     * @param model stays open as long
     * @param from index of the first that is asked for
     * @param to index behind the last
     * @param total images that are made in all
     */
    GeneratedImages(TrainedModel model, long seed, int from, int to, int total) {
        this.model = model;
        this.total = total;
        next = from / Generation.BLOCK * Generation.BLOCK;
        blocks = new SampleBlocks(model, seed, null, next, to, total);
        while (next < from) {
            take();
        }
    }

    @Override
    public SampleFormat format() {
        return model.format();
    }

    @Override
    public int count() {
        return total;
    }

    /** @throws IllegalArgumentException when these are not the next ones */
    @Override
    public void fill(int start, int count, MemorySegment target) {
        if (start != next) {
            throw new IllegalArgumentException("Image " + next + " comes next, not " + start + ".");
        }
        long bytes = format().bytes();
        for (int i = 0; i < count; i++) {
            MemorySegment.copy(MemorySegment.ofArray(take()), 0, target, i * bytes, bytes);
        }
    }

    private byte[] take() {
        if (waiting.isEmpty()) {
            waiting.addAll(blocks.next().samples());
        }
        next++;
        return waiting.remove();
    }
}
