package dev.duello.data;

import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/**
 * An endless row of batches: each pass over the images in a new random order, one pass running into the next, so that every
 * batch is full. Its whole state is how many images it gave, and which
 * variant of the order it follows. Not thread-safe; whoever makes it closes it.
 */
public final class Batches implements AutoCloseable {
    private final Dataset images;
    private final int batch;
    private final long seed;
    private final Device device;
    private final boolean mirror;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment pixels;
    private final int[] indices;
    private long position;
    private long pass = -1;
    private int variant;
    private Shuffle order;

    /**
     * @param batch images in each batch, at least 1
     * @param mirror whether half of the images, by chance, come with left and right exchanged
     */
    public Batches(Dataset images, int batch, long seed, Device device, boolean mirror) {
        this.images = images;
        this.batch = batch;
        this.seed = seed;
        this.device = device;
        this.mirror = mirror;
        this.indices = new int[batch];
        this.pixels = arena.allocate((long) batch * images.format().bytes());
        this.order = startPass(0);
    }

    /** The next batch, {@code [N, C, H, W]} in [-1, 1], float32, channels innermost in memory. */
    public Tensor next() {
        int size = images.size();
        long first = position;
        for (int i = 0; i < batch; i++, position++) {
            if (position / size != pass) {
                order = startPass(position / size);
            }
            indices[i] = order.at((int) (position % size));
        }
        images.gather(indices, pixels);
        Tensor given = toTensor(pixels, batch, images.format(), device);
        return mirror ? mirrored(given, first) : given;
    }

    /** Each image as it is or as in a mirror; a coin decides that hangs on its position only. */
    private Tensor mirrored(Tensor given, long first) {
        float[] coins = new float[batch];
        for (int i = 0; i < batch; i++) {
            coins[i] = new SplittableRandom(~seed + (first + i) * 0x9e3779b97f4a7c15L).nextInt(2);
        }
        Tensor turned = Tensors.of(coins, batch, 1, 1, 1).sentTo(device);
        return given.multiply(turned.negate().add(1)).add(given.flip(3).multiply(turned));
    }

    /** The labels of the batch that came last, INT64 {@code [N]}; -1 each when the images have none. */
    public Tensor labels() {
        long[] labels = new long[batch];
        for (int i = 0; i < batch; i++) {
            labels[i] = images.label(indices[i]);
        }
        return Tensors.of(labels, batch).sentTo(device);
    }

    /**
     * Images as networks take them.
     *
     * @param pixels native memory, uint8 {@code [N, H, W, C]}
     * @return {@code [N, C, H, W]} in [-1, 1], float32, a copy
     */
    public static Tensor toTensor(MemorySegment pixels, int count, ImageFormat format, Device device) {
        Tensor bytes = Tensors.borrow(pixels, DType.UINT8, count, format.height(), format.width(), format.channels());
        // Bytes travel, which are a quarter of the numbers.
        return bytes.sentTo(device)
                .permute(0, 3, 1, 2)
                .to(DType.FLOAT32)
                .multiply_(1 / 127.5)
                .add_(-1);
    }

    /**
     * Images as people take them.
     *
     * @param images {@code [N, C, H, W]} in [-1, 1]; what lies outside is cut off
     * @return uint8 {@code [N, H, W, C]} on the CPU, each number rounded to the nearest
     */
    public static Tensor toPixels(Tensor images) {
        // 127.5 for the middle, and a half to round.
        return images.permute(0, 2, 3, 1)
                .multiply(127.5)
                .add_(128)
                .clamp_(0, 255)
                .to(DType.UINT8)
                .contiguous();
    }

    private Shuffle startPass(long next) {
        pass = next;
        return new Shuffle(images.size(), seed * 0x9e3779b97f4a7c15L + next + variant * 0xd1342543de82ef95L);
    }

    /** Images given so far: the state to save. */
    public long position() {
        return position;
    }

    /** Continues as if {@code position} images had been given. */
    public void position(long position) {
        this.position = position;
    }

    /** Another order from here on, one for each number; 0 at first. State to save as well. */
    public void variant(int variant) {
        this.variant = variant;
        order = startPass(position / images.size());
    }

    @Override
    public void close() {
        arena.close();
    }
}
