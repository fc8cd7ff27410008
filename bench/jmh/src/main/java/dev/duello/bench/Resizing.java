package dev.duello.bench;

import dev.duello.data.image.Resampler;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The bicubic filter alone, on square images in color. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Resizing {
    @Param({"640 to 64", "32 to 64"})
    public String sides;

    private int from;
    private int to;
    private float[] image;

    @Setup
    public void make() {
        from = Integer.parseInt(sides.replaceAll(" .*", ""));
        to = Integer.parseInt(sides.replaceAll(".* ", ""));
        SplittableRandom random = new SplittableRandom(0);
        image = new float[from * from * 3];
        for (int i = 0; i < image.length; i++) {
            image[i] = random.nextInt(256);
        }
    }

    @Benchmark
    public float[] resize() {
        return Resampler.resize(image, from, from, 3, to, to);
    }
}
