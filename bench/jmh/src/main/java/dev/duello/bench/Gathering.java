package dev.duello.bench;

import dev.duello.data.ShuffledBatches;
import dev.duello.data.Dataset;
import dev.duello.data.source.Datasets;
import dev.duello.data.image.ImageFormat;
import dev.duello.torch.Device;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A batch of 64 out of as many images as Fashion-MNIST has: 60,000 of 28x28 in gray. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Gathering {
    private static final ImageFormat FORMAT = new ImageFormat(1, 28, 28);
    private static final int SIZE = 60_000;
    private static final int BATCH = 64;

    private final SplittableRandom random = new SplittableRandom(0);
    private final int[] indices = new int[BATCH];
    private Dataset images;
    private ShuffledBatches plain;
    private ShuffledBatches mirrored;
    private Arena arena;
    private MemorySegment target;

    @Setup
    public void open() {
        // One thread, so that a neighbor on the machine disturbs least; -Dthreads=2 for more.
        Torch.setThreads(Integer.getInteger("threads", 1));
        byte[] pixels = new byte[SIZE * FORMAT.bytes()];
        random.nextBytes(pixels);
        int[] labels = random.ints(SIZE, 0, 10).toArray();
        images =
                Datasets.of("noise", FORMAT, pixels, labels, List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
        plain = new ShuffledBatches(images, BATCH, 0, Device.CPU, false);
        mirrored = new ShuffledBatches(images, BATCH, 0, Device.CPU, true);
        arena = Arena.ofConfined();
        target = arena.allocate((long) BATCH * FORMAT.bytes());
    }

    @TearDown
    public void close() {
        plain.close();
        mirrored.close();
        arena.close();
        images.close();
    }

    /** Only the copying, in an order that is drawn anew each time, so that caches help as little as in a training. */
    @Benchmark
    public MemorySegment gather() {
        for (int i = 0; i < BATCH; i++) {
            indices[i] = random.nextInt(SIZE);
        }
        images.gather(indices, target);
        return target;
    }

    @Benchmark
    public long toTensor() {
        try (var _ = TensorScope.open()) {
            return FORMAT.toTensor(target, BATCH, Device.CPU).elements();
        }
    }

    /** The way back, as for a grid of samples. */
    @Benchmark
    public long toPixels() {
        try (var _ = TensorScope.open()) {
            return FORMAT.toStored(FORMAT.toTensor(target, BATCH, Device.CPU))
                    .elements();
        }
    }

    /** All of it: the order, the copying, the tensor. */
    @Benchmark
    public long next() {
        try (var _ = TensorScope.open()) {
            return plain.next().samples().elements();
        }
    }

    @Benchmark
    public long nextMirrored() {
        try (var _ = TensorScope.open()) {
            return mirrored.next().samples().elements();
        }
    }
}
