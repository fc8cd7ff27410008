package dev.duello.data.image;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Medium;
import dev.duello.data.SampleFormat;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Images of {@code height x width} pixels of {@code channels} values each, stored as uint8 {@code [H, W, C]}, row-major.
 *
 * @param channels 1 (gray), 3 (RGB) or 4 (RGBA, color not multiplied by alpha)
 * @param height rows, 1 to {@value #MAX_SIDE}
 * @param width columns, 1 to {@value #MAX_SIDE}
 */
public record ImageFormat(int channels, int height, int width) implements SampleFormat {

    /** The longest side that a data set may have. */
    public static final int MAX_SIDE = 4096;

    /** @throws DataException when a value is out of its range */
    public ImageFormat {
        checkChannels(channels);
        checkSide("height", height);
        checkSide("width", width);
    }

    /** The format of a set of images. @throws DataException when the set is of another medium */
    public static ImageFormat of(Dataset set) {
        if (set.format() instanceof ImageFormat format) {
            return format;
        }
        throw new DataException("This works on images only, and " + set.name() + " holds "
                + set.format().medium().plural() + ".");
    }

    /** A format that is one of images. @throws DataException when it is one of another medium */
    public static ImageFormat of(SampleFormat format) {
        if (format instanceof ImageFormat image) {
            return image;
        }
        throw new DataException(
                "This works on images only, not on " + format.medium().plural() + ".");
    }

    @Override
    public Medium medium() {
        return Medium.IMAGE;
    }

    /** {@code [C, H, W]}. */
    @Override
    public List<Integer> shape() {
        return List.of(channels, height, width);
    }

    /** The size of one image in bytes: {@code height * width * channels}. */
    @Override
    public int bytes() {
        return height * width * channels;
    }

    /** Channels are innermost in the memory of the tensor. */
    @Override
    public Tensor toTensor(MemorySegment stored, int count, Device device) {
        Tensor bytes = Tensors.borrow(stored, DType.UINT8, count, height, width, channels);
        // Bytes travel, which are a quarter of the numbers.
        return bytes.sentTo(device)
                .permute(0, 3, 1, 2)
                .to(DType.FLOAT32)
                .multiply_(1 / 127.5)
                .add_(-1);
    }

    /** UINT8 {@code [N, H, W, C]}. */
    @Override
    public Tensor toStored(Tensor samples) {
        // 127.5 for the middle, and a half to round.
        return samples.permute(0, 2, 3, 1)
                .multiply(127.5)
                .add_(128)
                .clamp_(0, 255)
                .to(DType.UINT8)
                .contiguous()
                .to(Device.CPU);
    }

    @Override
    public Cell cell(int columns) {
        return new Cell(width, height, ImageGrid.ofColumns(columns, this).margin());
    }

    /** An {@link ImageGrid}. */
    @Override
    public byte[] picture(MemorySegment stored, int columns) {
        return PngFiles.encode(ImageGrid.ofColumns(columns, this).layOut(this, stored));
    }

    @Override
    public String toString() {
        return height + "x" + width + "x" + channels;
    }

    public static void checkChannels(int channels) {
        if (channels != 1 && channels != 3 && channels != 4) {
            throw new DataException("Images have 1 (gray), 3 (RGB) or 4 (RGBA) channels, not " + channels + ".");
        }
    }

    public static void checkSide(String side, int length) {
        if (length < 1 || length > MAX_SIDE) {
            throw new DataException("The " + side + " of an image must be 1 to " + MAX_SIDE + ", not " + length + ".");
        }
    }
}
