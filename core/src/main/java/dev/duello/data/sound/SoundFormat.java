package dev.duello.data.sound;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Medium;
import dev.duello.data.SampleFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/**
 * Sounds of one channel and one length, stored as int16, little-endian.
 *
 * @param length samples of each sound, {@value #SHORTEST} to {@value #LONGEST}
 * @param rate samples in a second, {@value #LOWEST_RATE} to {@value #HIGHEST_RATE}
 */
public record SoundFormat(int length, int rate) implements SampleFormat {

    public static final int SHORTEST = 64;
    public static final int LONGEST = 1 << 20;
    public static final int LOWEST_RATE = 1_000;
    public static final int HIGHEST_RATE = 384_000;

    /** One more than the largest int16: a power of two, so that no stored number changes on its way to a float and back. */
    static final double SCALE = 32_768;

    /** More would fill a page with pictures too small to read, and take minutes to listen to. */
    private static final int SHOWN_AT_ONCE = 16;

    /** @throws DataException when a value is out of its range */
    public SoundFormat {
        checkLength(length);
        checkRate(rate);
    }

    /** The format of a set of sounds. @throws DataException when the set is of another medium */
    public static SoundFormat of(Dataset set) {
        if (set.format() instanceof SoundFormat format) {
            return format;
        }
        throw new DataException("This works on sounds only, and " + set.name() + " holds "
                + set.format().medium().plural() + ".");
    }

    @Override
    public Medium medium() {
        return Medium.SOUND;
    }

    /** {@code [1, length]}. */
    @Override
    public List<Integer> shape() {
        return List.of(1, length);
    }

    @Override
    public int bytes() {
        return length * Short.BYTES;
    }

    /** How long a sound is. */
    public double seconds() {
        return (double) length / rate;
    }

    @Override
    public Tensor toTensor(MemorySegment stored, int count, Device device) {
        return Tensors.borrow(stored, DType.INT16, count, 1, length)
                .sentTo(device)
                .to(DType.FLOAT32)
                .multiply_(1 / SCALE);
    }

    /** INT16 {@code [N, length]}. */
    @Override
    public Tensor toStored(Tensor samples) {
        // Numbers lose what is behind the point, which rounds to the nearest only above 0.
        return samples.reshape(-1, length)
                .to(DType.FLOAT32)
                .multiply(SCALE)
                .add_(SCALE + 0.5)
                .clamp_(0, 2 * SCALE - 1)
                .to(DType.INT64)
                .to(DType.FLOAT32)
                .add_(-SCALE)
                .to(DType.INT16)
                .contiguous()
                .to(Device.CPU);
    }

    @Override
    public int shownAtOnce() {
        return SHOWN_AT_ONCE;
    }

    @Override
    public Cell cell(int columns) {
        return SoundPreview.cell(columns);
    }

    /** Of each sound its waveform above its spectrogram. */
    @Override
    public byte[] picture(MemorySegment stored, int columns) {
        return PngFiles.encode(SoundPreview.draw(this, stored, columns));
    }

    /** The PNG, and beside it a WAV file of the same name in which the sounds follow one another. */
    @Override
    public void writePreview(Path file, MemorySegment stored, int columns) {
        SampleFormat.super.writePreview(file, stored, columns);
        WavFiles.write(SampleFormat.beside(file, "wav"), this, WavFiles.oneAfterAnother(this, stored));
    }

    @Override
    public String toString() {
        return length + " samples at " + rate + " Hz";
    }

    public static void checkLength(int length) {
        if (length < SHORTEST || length > LONGEST) {
            throw new DataException(
                    "The length of a sound must be " + SHORTEST + " to " + LONGEST + " samples, not " + length + ".");
        }
    }

    public static void checkRate(int rate) {
        if (rate < LOWEST_RATE || rate > HIGHEST_RATE) {
            throw new DataException("The rate of a sound must be " + LOWEST_RATE + " to " + HIGHEST_RATE
                    + " samples a second, not " + rate + ".");
        }
    }
}
