package dev.duello.metric;

import java.util.function.Function;

/**
 * What a metric is computed from: real samples and fakes, seen by the same feature network. Whoever makes it closes it, and the
 * samples separately. Not thread-safe.
 */
public final class RealAndFake implements AutoCloseable {
    private static final long SEED = 0;

    private final Samples real;
    private final Samples fake;
    private final LazyValues<RealAndFake> computed = new LazyValues<>();

    public RealAndFake(Samples real, Samples fake) {
        this.real = real;
        this.fake = fake;
    }

    public Samples real() {
        return real;
    }

    public Samples fake() {
        return fake;
    }

    /** How many of the side that has fewer. */
    public int fewer() {
        return Math.min(real.count(), fake.count());
    }

    /** For what a metric draws at random: always the same, so that a number repeats. */
    public long seed() {
        return SEED;
    }

    /**
     * Something of both sides that several metrics are computed from, computed at its first use and then kept, as {@link Samples#once}.
     */
    public <T> T once(Function<? super RealAndFake, T> computation) {
        return computed.of(this, computation);
    }

    @Override
    public void close() {
        computed.close();
    }
}
