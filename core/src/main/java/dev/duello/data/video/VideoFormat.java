package dev.duello.data.video;

import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Medium;
import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.ImageGrid;
import dev.duello.data.image.PngFiles;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Clips of one number of frames, stored as uint8 {@code [T, H, W, C]}, row-major.
 *
 * @param channels 1 (gray), 3 (RGB) or 4 (RGBA, color not multiplied by alpha)
 * @param frames of each clip, {@value #FEWEST_FRAMES} to {@value #MOST_FRAMES}
 * @param height rows of each frame, 1 to {@link ImageFormat#MAX_SIDE}
 * @param width columns of each frame, as many
 */
public record VideoFormat(int channels, int frames, int height, int width) implements SampleFormat {
    public static final int FEWEST_FRAMES = 2;
    public static final int MOST_FRAMES = 1024;

    /** Each is a row of frames: more would fill a page with pictures too small to see. */
    private static final int SHOWN_AT_ONCE = 16;

    /** @throws DataException when a value is out of its range, or a clip is larger than 1 GiB */
    public VideoFormat {
        ImageFormat frame = new ImageFormat(channels, height, width);
        checkFrames(frames);
        if ((long) frames * frame.bytes() > 1 << 30) {
            throw new DataException("A clip of " + frames + " frames of " + frame
                    + " would be larger than 1 GiB: choose fewer or smaller frames.");
        }
    }

    /** The format of a set of videos. @throws DataException when the set is of another medium */
    public static VideoFormat of(Dataset set) {
        if (set.format() instanceof VideoFormat format) {
            return format;
        }
        throw new DataException("This works on videos only, and " + set.name() + " holds "
                + set.format().medium().plural() + ".");
    }

    @Override
    public Medium medium() {
        return Medium.VIDEO;
    }

    /** The format of one frame. */
    public ImageFormat frame() {
        return new ImageFormat(channels, height, width);
    }

    /** {@code [C, T, H, W]}. */
    @Override
    public List<Integer> shape() {
        return List.of(channels, frames, height, width);
    }

    @Override
    public int bytes() {
        return frames * height * width * channels;
    }

    /** Channels are innermost in the memory of the tensor. */
    @Override
    public Tensor toTensor(MemorySegment stored, int count, Device device) {
        return Tensors.borrow(stored, DType.UINT8, count, frames, height, width, channels)
                .sentTo(device)
                .permute(0, 4, 1, 2, 3)
                .to(DType.FLOAT32)
                .multiply_(1 / 127.5)
                .add_(-1);
    }

    /** UINT8 {@code [N, T, H, W, C]}. */
    @Override
    public Tensor toStored(Tensor samples) {
        // 127.5 for the middle, and a half to round.
        return samples.permute(0, 2, 3, 4, 1)
                .multiply(127.5)
                .add_(128)
                .clamp_(0, 255)
                .to(DType.UINT8)
                .contiguous()
                .to(Device.CPU);
    }

    @Override
    public int shownAtOnce() {
        return SHOWN_AT_ONCE;
    }

    /** One: each clip is a row by itself. */
    @Override
    public int usualColumns(long count) {
        return 1;
    }

    /** How frames are laid out in a picture of so many clips beside each other. */
    ImageGrid strips(int columns) {
        return ImageGrid.ofColumns(Math.multiplyExact(columns, frames), frame());
    }

    /** Each clip is a row of frames, with a margin around each. */
    @Override
    public Cell cell(int columns) {
        int margin = strips(columns).margin();
        return new Cell(frames * (width + margin) - margin, height, margin);
    }

    /** Film strips: of each clip its frames from the left to the right. */
    @Override
    public byte[] picture(MemorySegment stored, int columns) {
        return PngFiles.encode(strips(columns).layOut(frame(), stored));
    }

    /** The PNG of film strips, and beside it a GIF of the same name in which the clips move. */
    @Override
    public void writePreview(Path file, MemorySegment stored, int columns) {
        SampleFormat.super.writePreview(file, stored, columns);
        byte[] gif = MovingPictures.gif(this, stored);
        AtomicFiles.writeUnflushed(SampleFormat.beside(file, "gif"), beside -> Files.write(beside, gif));
    }

    @Override
    public String toString() {
        return frames + " frames of " + frame();
    }

    public static void checkFrames(int frames) {
        if (frames < FEWEST_FRAMES || frames > MOST_FRAMES) {
            throw new DataException(
                    "A clip has " + FEWEST_FRAMES + " to " + MOST_FRAMES + " frames, not " + frames + ".");
        }
    }
}
