package dev.duello.bench;

import dev.duello.metric.FrechetDistance;
import dev.duello.metric.Moments;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
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

/** The Fréchet distance of Inception's 2,048 numbers, from moments that are known. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class WideFrechet {
    private Moments real;
    private Moments fake;

    @Setup
    public void draw() {
        Torch.setThreads(Integer.getInteger("threads", 1));
        RandomStream random = new RandomStream("features", 0);
        try (var _ = TensorScope.open()) {
            real = Moments.of(random.normal(Device.CPU, 5000, 2048));
            fake = Moments.of(random.normal(Device.CPU, 5000, 2048).add(0.1));
        }
    }

    @TearDown
    public void close() {
        real.close();
        fake.close();
    }

    @Benchmark
    public double frechetDistance() {
        return FrechetDistance.between(real, fake);
    }
}
