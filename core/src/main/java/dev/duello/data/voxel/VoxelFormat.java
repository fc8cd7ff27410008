package dev.duello.data.voxel;

import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Medium;
import dev.duello.data.SampleFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Solid shapes in a cube of {@code side³} cells. Axes are up (the lowest layer first), back (the front first) and right (the left first).
 *
 * <p>With one channel a shape is stored as bits, the cell at {@code (up, back, right)} in bit {@code i % 8} of byte {@code i / 8}, where
 * {@code i = (up · side + back) · side + right}; to networks full is 1 and empty is -1. With four channels it is stored as uint8 {@code
 * [up, back, right, RGBA]}, alpha 255 where a cell is full, and all 0 where it is empty.
 *
 * @param side cells along each axis, even, {@value #SMALLEST} to {@value #LARGEST}
 * @param channels 1 for the shape alone, 4 for color and shape
 */
public record VoxelFormat(int side, int channels) implements SampleFormat {

    public static final int SMALLEST = 8;
    public static final int LARGEST = 128;

    private static final int RGBA = 4;
    /** Half as wide as a page, and rendered within a second. */
    private static final int SHOWN_AT_ONCE = 36;

    private static final ValueLayout.OfLong EIGHT = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /** For each byte its eight bits, a byte each. */
    private static final long[] SPREAD = spread();

    /** @throws DataException when a value is out of its range */
    public VoxelFormat {
        checkSide(side);
        checkChannels(channels);
    }

    /** The format of a set of shapes. @throws DataException when the set is of another medium */
    public static VoxelFormat of(Dataset set) {
        if (set.format() instanceof VoxelFormat format) {
            return format;
        }
        throw new DataException("This works on shapes only, and " + set.name() + " holds "
                + set.format().medium().plural() + ".");
    }

    @Override
    public Medium medium() {
        return Medium.VOXELS;
    }

    /** {@code [C, side, side, side]}. */
    @Override
    public List<Integer> shape() {
        return List.of(channels, side, side, side);
    }

    /** Whether cells have colors. */
    public boolean isColored() {
        return channels == RGBA;
    }

    /** Cells of a shape. */
    public int cells() {
        return side * side * side;
    }

    @Override
    public int bytes() {
        return isColored() ? RGBA * cells() : cells() / 8;
    }

    @Override
    public Tensor toTensor(MemorySegment stored, int count, Device device) {
        if (isColored()) {
            return Tensors.borrow(stored, DType.UINT8, count, side, side, side, RGBA)
                    .sentTo(device)
                    .permute(0, 4, 1, 2, 3)
                    .to(DType.FLOAT32)
                    .multiply_(1 / 127.5)
                    .add_(-1)
                    .contiguous();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment full = arena.allocate((long) count * cells(), Long.BYTES);
            for (long i = 0; i < (long) count * bytes(); i++) {
                full.set(EIGHT, i * Long.BYTES, SPREAD[stored.get(ValueLayout.JAVA_BYTE, i) & 0xff]);
            }
            return Tensors.copyOf(full, DType.UINT8, count, 1, side, side, side)
                    .sentTo(device)
                    .to(DType.FLOAT32)
                    .multiply_(2)
                    .add_(-1);
        }
    }

    private static long[] spread() {
        long[] spread = new long[256];
        for (int bits = 0; bits < spread.length; bits++) {
            for (int bit = 0; bit < 8; bit++) {
                spread[bits] |= (long) (bits >> bit & 1) << 8 * bit;
            }
        }
        return spread;
    }

    /** A cell is full where its number, with colors that of alpha, is above 0. UINT8 {@code [N, bytes]}. */
    @Override
    public Tensor toStored(Tensor samples) {
        int count = Math.toIntExact(samples.size(0));
        float[] numbers = samples.to(DType.FLOAT32).to(Device.CPU).contiguous().toFloats();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate((long) count * bytes());
            for (int i = 0; i < count; i++) {
                MemorySegment one = stored.asSlice((long) i * bytes(), bytes());
                if (isColored()) {
                    storeColors(numbers, i * RGBA * cells(), one);
                } else {
                    storeBits(numbers, i * cells(), one);
                }
            }
            return Tensors.copyOf(stored, DType.UINT8, count, bytes());
        }
    }

    private void storeBits(float[] numbers, int from, MemorySegment stored) {
        for (int i = 0; i < bytes(); i++) {
            int bits = 0;
            for (int bit = 0; bit < 8; bit++) {
                bits |= numbers[from + 8 * i + bit] > 0 ? 1 << bit : 0;
            }
            stored.set(ValueLayout.JAVA_BYTE, i, (byte) bits);
        }
    }

    private void storeColors(float[] numbers, int from, MemorySegment stored) {
        int alpha = from + (RGBA - 1) * cells();
        for (int i = 0; i < cells(); i++) {
            if (numbers[alpha + i] > 0) {
                for (int channel = 0; channel < RGBA - 1; channel++) {
                    int value = Math.round((numbers[from + channel * cells() + i] + 1) * 127.5f);
                    stored.set(ValueLayout.JAVA_BYTE, (long) RGBA * i + channel, (byte) Math.clamp(value, 0, 255));
                }
                stored.set(ValueLayout.JAVA_BYTE, (long) RGBA * i + RGBA - 1, (byte) 255);
            }
        }
    }

    @Override
    public int shownAtOnce() {
        return SHOWN_AT_ONCE;
    }

    @Override
    public Cell cell(int columns) {
        return VoxelPreview.cell(columns);
    }

    /** Of each shape a view from above, from the front and from the right. */
    @Override
    public byte[] picture(MemorySegment stored, int columns) {
        return PngFiles.encode(VoxelPreview.draw(this, stored, columns));
    }

    /** The PNG, and beside it a GIF of the same name in which the first shapes turn. */
    @Override
    public void writePreview(Path file, MemorySegment stored, int columns) {
        SampleFormat.super.writePreview(file, stored, columns);
        byte[] gif = VoxelPreview.turntable(this, stored);
        AtomicFiles.write(SampleFormat.beside(file, "gif"), beside -> Files.write(beside, gif));
    }

    @Override
    public String toString() {
        return side + "x" + side + "x" + side + (isColored() ? " in color" : "");
    }

    public static void checkSide(int side) {
        if (side < SMALLEST || side > LARGEST || side % 2 != 0) {
            throw new DataException("The side of a cube of voxels must be an even number from " + SMALLEST + " to "
                    + LARGEST + ", not " + side + ".");
        }
    }

    public static void checkChannels(int channels) {
        if (channels != 1 && channels != RGBA) {
            throw new DataException(
                    "Shapes have 1 channel (full or empty) or 4 (color as well), not " + channels + ".");
        }
    }
}
