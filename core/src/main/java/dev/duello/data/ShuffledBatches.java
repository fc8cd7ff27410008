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
 * An endless sequence of batches: each pass over the samples is in a new random order and continues into the next, so that every
 * batch is full. Its whole state is how many samples it gave, and which
 * variant of the order it follows. Not thread-safe; whoever makes it closes it.
 */
public final class ShuffledBatches implements BatchSource {
    private final Dataset set;
    private final int batch;
    private final long seed;
    private final Device device;
    private final boolean mirror;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment stored;
    private final @Nullable Sources sources;
    private final MemorySegment storedSources;
    private final int[] indices;
    private final Surroundings samplesAround = new Surroundings();
    private final Surroundings sourcesAround = new Surroundings();
    private int from;
    private int to;
    private long position;
    private long pass = -1;
    private int variant;
    private Shuffle order;

    /**
     * @param batch samples in each batch, at least 1
     * @param mirror whether half of the images, by chance, come with left and right exchanged
     * @throws DataException when something else than images is to be mirrored
     */
    public ShuffledBatches(Dataset set, int batch, long seed, Device device, boolean mirror) {
        this.set = set;
        this.batch = batch;
        this.seed = seed;
        this.device = device;
        this.mirror = mirror;
        if (mirror && set.format().medium() != Medium.IMAGE) {
            throw new DataException("Only images can be mirrored (data.flip), and " + set.name() + " holds "
                    + set.format().medium().plural() + ".");
        }
        this.indices = new int[batch];
        this.to = batch;
        this.stored = arena.allocate((long) batch * set.format().bytes());
        this.sources = set.sources();
        this.storedSources = arena.allocate(
                sources == null ? 0 : (long) batch * sources.format().bytes());
        this.order = startPass(0);
    }

    @Override
    public Batch next() {
        int size = set.size();
        long first = position;
        for (int i = 0; i < batch; i++, position++) {
            if (position / size != pass) {
                order = startPass(position / size);
            }
            indices[i] = order.at((int) (position % size));
        }
        set.gather(share(), stored);
        Tensor given = set.format().toTensor(stored, to - from, device);
        return new Batch(samplesAround.whole(mirrored(given, first)), labels(), sources(first));
    }

    private int[] share() {
        return to - from == batch ? indices : Arrays.copyOfRange(indices, from, to);
    }

    @Override
    public void readOnly(int from, int to) {
        if (from < 0 || from >= to || to > batch) {
            throw new IllegalArgumentException("samples " + from + " to " + to + " of a batch of " + batch);
        }
        this.from = from;
        this.to = to;
        samplesAround.close();
        sourcesAround.close();
    }

    /** What surrounds a share, kept from batch to batch: to make it anew would take as long as to read it. */
    private final class Surroundings implements AutoCloseable {
        private @Nullable Tensor all;

        Tensor whole(Tensor share) {
            if (to - from == batch) {
                return share;
            }
            Tensor around = all;
            if (around == null) {
                long[] shape = share.shape();
                shape[0] = batch;
                around = Tensors.zeros(device, shape).keep();
                all = around;
            }
            around.narrow(0, from, to - from).copyFrom_(share);
            return around.narrow(0, 0, batch);
        }

        @Override
        public void close() {
            if (all != null) {
                all.close();
                all = null;
            }
        }
    }

    /** Other sources in each pass, where a sample has several; mirrored as their samples are. */
    private @Nullable Tensor sources(long first) {
        if (sources == null) {
            return null;
        }
        sources.gather(share(), first / set.size(), storedSources);
        return sourcesAround.whole(mirrored(sources.format().toTensor(storedSources, to - from, device), first));
    }

    /** Each image as it is or as in a mirror; a coin decides that hangs on its position only. */
    private Tensor mirrored(Tensor given, long first) {
        if (!mirror) {
            return given;
        }
        float[] coins = new float[to - from];
        for (int i = 0; i < coins.length; i++) {
            coins[i] = new SplittableRandom(~seed + (first + from + i) * 0x9e3779b97f4a7c15L).nextInt(2);
        }
        Tensor turned = Tensors.of(coins, coins.length, 1, 1, 1).sentTo(device);
        return given.multiply(turned.negate().add(1)).add(given.flip(3).multiply(turned));
    }

    private Tensor labels() {
        long[] labels = new long[batch];
        for (int i = 0; i < batch; i++) {
            labels[i] = set.label(indices[i]);
        }
        return Tensors.of(labels, batch).sentTo(device);
    }

    private Shuffle startPass(long next) {
        pass = next;
        return new Shuffle(set.size(), seed * 0x9e3779b97f4a7c15L + next + variant * 0xd1342543de82ef95L);
    }

    /** Samples given so far. */
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
        order = startPass(position / set.size());
    }

    @Override
    public void close() {
        arena.close();
        samplesAround.close();
        sourcesAround.close();
    }
}
