package dev.duello.torch;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A named, seeded source of random numbers whose whole state is one counter.
 *
 * <p>Each draw seeds a generator from (seed, name, number of draws so far), so streams never disturb each other, and a stream
 * put back by {@link #position(long)} continues to the bit. Numbers are drawn on the CPU on every device, so a seed means the
 * same everywhere. Not thread-safe.
 */
public final class RandomStream {
    private final String name;
    private final long key;
    private long draws;

    public RandomStream(String name, long seed) {
        this.name = name;
        long hash = 0xcbf29ce484222325L; // FNV-1a over the name: stable across JVMs, unlike hashCode by contract
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b) * 0x100000001b3L;
        }
        this.key = new SplittableRandom(hash ^ Long.rotateLeft(seed, 32) ^ seed * 0x9e3779b97f4a7c15L).nextLong();
    }

    public String name() {
        return name;
    }

    /** How many draws were made: the state to save. */
    public long position() {
        return draws;
    }

    /** Continues as if {@code draws} draws had been made. */
    public void position(long draws) {
        this.draws = draws;
    }

    /** Standard normal numbers, float32. */
    public Tensor normal(Device device, long... shape) {
        Tensor tensor = Tensors.zeros(Device.CPU, shape);
        tensor.handle.normal_(0, 1, new GeneratorOptional(next()));
        return tensor.sentTo(device);
    }

    /** Uniform numbers in {@code [low, high)}, float32. */
    public Tensor uniform(Device device, double low, double high, long... shape) {
        Tensor tensor = Tensors.zeros(Device.CPU, shape);
        tensor.handle.uniform_(low, high, new GeneratorOptional(next()));
        return tensor.sentTo(device);
    }

    /** A Java generator for draws that are not tensors; counts as one draw. */
    public SplittableRandom javaRandom() {
        return new SplittableRandom(nextSeed());
    }

    private Generator next() {
        Torch.load();
        return torch.make_generator_cpu(nextSeed());
    }

    private long nextSeed() {
        return new SplittableRandom(key + draws++ * 0x9e3779b97f4a7c15L).nextLong();
    }
}
