package dev.duello.bench;

import dev.duello.data.Sha256;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The SHA-256 that names a data set: of 1 MB, image by image of 32x32 in color. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Hashing {
    private static final int IMAGE = 3 * 32 * 32;
    private static final int IMAGES = 1_000_000 / IMAGE;

    private final byte[] pixels = new byte[IMAGE];

    @Setup
    public void fill() {
        new SplittableRandom(0).nextBytes(pixels);
    }

    @Benchmark
    public String megabyte() {
        Sha256 digest = new Sha256();
        for (int i = 0; i < IMAGES; i++) {
            digest.add(pixels, 0, IMAGE);
        }
        return digest.hex();
    }
}
