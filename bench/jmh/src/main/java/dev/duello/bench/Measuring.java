package dev.duello.bench;

import dev.duello.metric.DensityCoverage;
import dev.duello.metric.FrechetDistance;
import dev.duello.metric.KernelDistance;
import dev.duello.metric.Moments;
import dev.duello.metric.NearestNeighbors;
import dev.duello.metric.PrecisionRecall;
import dev.duello.metric.SlicedWasserstein;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The arithmetic of the metrics, without the network that makes features: 10,000 reals against as many fakes, each of
 * the 128 numbers that Duello's own classifier gives.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class Measuring {
    private static final int IMAGES = 10_000;
    private static final int WIDTH = 128;

    private TensorScope scope;
    private Tensor real;
    private Tensor fake;
    private Tensor realImages;
    private Tensor fakeImages;

    @Setup
    public void draw() {
        // One thread, so that a neighbor on the machine disturbs least; -Dthreads=2 for more.
        Torch.setThreads(Integer.getInteger("threads", 1));
        scope = TensorScope.open();
        RandomStream random = new RandomStream("features", 0);
        real = random.normal(Device.CPU, IMAGES, WIDTH);
        fake = random.normal(Device.CPU, IMAGES, WIDTH).add(0.1);
        realImages = random.uniform(Device.CPU, -1, 1, 2048, 1, 28, 28);
        fakeImages = random.uniform(Device.CPU, -1, 1, 2048, 1, 28, 28);
    }

    @TearDown
    public void close() {
        scope.close();
    }

    @Benchmark
    public long moments() {
        try (Moments moments = Moments.of(real)) {
            return moments.count();
        }
    }

    @Benchmark
    public double frechetDistance() {
        return FrechetDistance.between(real, fake);
    }

    /** 100 subsets of 1,000, the usual. */
    @Benchmark
    public double kernelDistance() {
        return KernelDistance.between(real, fake, 0).mean();
    }

    @Benchmark
    public double precisionRecall() {
        return PrecisionRecall.between(real, fake).precision();
    }

    @Benchmark
    public double densityCoverage() {
        return DensityCoverage.between(real, fake).coverage();
    }

    /** The three nearest of 10,000 for each of 10,000. */
    @Benchmark
    public int nearestNeighbors() {
        return NearestNeighbors.of(fake, real, 3).size();
    }

    /** 2,048 images of 28x28 on each side, as an evaluation takes them. */
    @Benchmark
    public double slicedWasserstein() {
        return SlicedWasserstein.between(realImages, fakeImages, 0).mean();
    }
}
