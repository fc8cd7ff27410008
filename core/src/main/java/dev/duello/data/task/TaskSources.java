package dev.duello.data.task;

import dev.duello.data.Dataset;
import dev.duello.data.Paired;
import dev.duello.data.Sources;
import dev.duello.data.image.ImageFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/**
 * The sources that a {@link Task} makes of the samples themselves, when they are asked for: nothing of them is stored.
 *
 * @param targets whose sources they are; keep them open as long
 * @param seed another one draws other holes and other noise
 */
public record TaskSources(Dataset targets, Task task, long seed) implements Sources {
    /**
     * A set with the sources that a task makes of it, and of its held-out part where it has one.
     *
     * @param samples keep them open as long
     * @throws dev.duello.data.DataException when nothing can be made of such samples
     */
    public static Dataset of(Dataset samples, Task task, long seed) {
        task.sourceFormat(ImageFormat.of(samples));
        Dataset heldOut = samples.heldOut();
        return new Paired(
                samples,
                new TaskSources(samples, task, seed),
                heldOut == null ? null : of(heldOut, task, ~seed),
                () -> {});
    }

    @Override
    public ImageFormat format() {
        return task.sourceFormat(ImageFormat.of(targets));
    }

    @Override
    public void gather(int[] indices, long variant, MemorySegment target) {
        ImageFormat format = ImageFormat.of(targets);
        for (int i = 0; i < indices.length; i++) {
            // Far apart for near indices and variants, as the generator mixes its seed.
            long key = (seed * 0x9e3779b97f4a7c15L + indices[i]) * 0xd1342543de82ef95L + variant;
            byte[] source = task.source(
                    targets.stored(indices[i]), format, new SplittableRandom(new SplittableRandom(key).nextLong()));
            MemorySegment.copy(source, 0, target, ValueLayout.JAVA_BYTE, (long) i * source.length, source.length);
        }
    }

    /** Empty: they follow from the samples and from settings. */
    @Override
    public String fingerprint() {
        return "";
    }
}
