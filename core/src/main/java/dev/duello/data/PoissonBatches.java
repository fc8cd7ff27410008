package dev.duello.data;

import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * An endless row of batches that each sample enters independently of all others with the same probability, as the analysis of
 * differentially private training demands (Poisson sampling): batches differ in size and may be empty. Every batch is drawn
 * anew, so that the whole state is how many there were. Not thread-safe; whoever makes it closes it.
 */
public final class PoissonBatches implements BatchSource {
    private final Dataset set;
    private final int expected;
    private final long seed;
    private final Device device;
    private final boolean mirror;
    private @Nullable Arena arena;
    private MemorySegment stored = MemorySegment.NULL;
    private long position;
    private int variant;

    /**
     * @param expected samples in a batch on average, at least 1 and at most as many as there are
     * @param mirror whether half of the images, by chance, come with left and right exchanged
     * @throws DataException when there are fewer samples, or something else than images is to be mirrored
     */
    public PoissonBatches(Dataset set, int expected, long seed, Device device, boolean mirror) {
        if (expected < 1 || expected > set.size()) {
            throw new DataException("Batches of " + expected + " on average cannot be drawn from the " + set.size()
                    + " samples of " + set.name() + ".");
        }
        if (mirror && set.format().medium() != Medium.IMAGE) {
            throw new DataException("Only images can be mirrored (data.flip), and " + set.name() + " holds "
                    + set.format().medium().plural() + ".");
        }
        this.set = set;
        this.expected = expected;
        this.seed = seed;
        this.device = device;
        this.mirror = mirror;
    }

    /** The probability with which each sample enters a batch. */
    public double rate() {
        return (double) expected / set.size();
    }

    /** The next batch: samples {@code [N, C, spatial...]} of any number N, also 0. */
    @Override
    public Batch next() {
        SplittableRandom random =
                new SplittableRandom(seed * 0x9e3779b97f4a7c15L + position / expected + variant * 0xd1342543de82ef95L);
        position += expected;
        int[] indices = drawn(random);
        if (indices.length == 0) {
            long[] none = new long[set.format().shape().size() + 1];
            Arrays.setAll(none, axis -> axis == 0 ? 0 : set.format().shape().get(axis - 1));
            return new Batch(
                    Tensors.zeros(device, none), Tensors.of(new long[0], 0).to(device));
        }
        MemorySegment target = space((long) indices.length * set.format().bytes());
        set.gather(indices, target);
        Tensor given = set.format().toTensor(target, indices.length, device);
        long[] labels = new long[indices.length];
        Arrays.setAll(labels, i -> set.label(indices[i]));
        return new Batch(
                mirror ? mirrored(given, random) : given,
                Tensors.of(labels, labels.length).sentTo(device));
    }

    /**
     * A coin for each sample. How many samples come before the next that enters is geometrically distributed, so that only
     * those that enter need a draw.
     */
    private int[] drawn(SplittableRandom random) {
        int size = set.size();
        if (expected == size) {
            int[] all = new int[size];
            Arrays.setAll(all, i -> i);
            return all;
        }
        double logStays = Math.log1p(-rate());
        int[] drawn = new int[expected + 16];
        int count = 0;
        // 1 - nextDouble() is above 0.
        double next = Math.floor(Math.log(1 - random.nextDouble()) / logStays);
        while (next < size) {
            if (count == drawn.length) {
                drawn = Arrays.copyOf(drawn, 2 * count);
            }
            drawn[count++] = (int) next;
            next += 1 + Math.floor(Math.log(1 - random.nextDouble()) / logStays);
        }
        return Arrays.copyOf(drawn, count);
    }

    private Tensor mirrored(Tensor given, SplittableRandom random) {
        float[] coins = new float[Math.toIntExact(given.size(0))];
        for (int i = 0; i < coins.length; i++) {
            coins[i] = random.nextInt(2);
        }
        Tensor turned = Tensors.of(coins, coins.length, 1, 1, 1).sentTo(device);
        return given.multiply(turned.negate().add(1)).add(given.flip(3).multiply(turned));
    }

    private MemorySegment space(long bytes) {
        if (stored.byteSize() < bytes) {
            close();
            Arena larger = Arena.ofConfined();
            arena = larger;
            stored = larger.allocate(bytes + bytes / 4);
        }
        return stored;
    }

    /** The expected number of samples of all batches so far: how many there really were says something of the data. */
    @Override
    public long position() {
        return position;
    }

    @Override
    public void position(long position) {
        this.position = position;
    }

    @Override
    public void variant(int variant) {
        this.variant = variant;
    }

    @Override
    public void close() {
        if (arena != null) {
            arena.close();
            arena = null;
            stored = MemorySegment.NULL;
        }
    }
}
