package dev.duello.data.source;

import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.text.TextFormat;
import dev.duello.data.video.VideoFormat;
import dev.duello.data.voxel.VoxelFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How samples lie in a NumPy array, of which the first axis counts them: images as uint8 {@code [H, W, C]}, clips as uint8 {@code [T, H,
 * W, C]}, sounds as int16 {@code [length]}, shapes as uint8 {@code [up, back, right]} of 0 and 1, with colors {@code [up, back, right,
 * RGBA]}, and texts as strings of Unicode.
 *
 * @param format of the samples
 * @param type of an element, as NumPy writes it, such as {@code |u1}
 * @param elementBytes the size of an element
 * @param axes of one sample; none of a text, which is one element
 */
public record SampleArray(SampleFormat format, String type, int elementBytes, List<Integer> axes) {

    private static final ValueLayout.OfInt CODE_POINT = ValueLayout.JAVA_INT_UNALIGNED;

    /** @throws IllegalArgumentException when samples of the format are not written as arrays */
    public static SampleArray of(SampleFormat format) {
        return switch (format) {
            case ImageFormat image -> bytes(format, List.of(image.height(), image.width(), image.channels()));
            case VideoFormat video ->
                bytes(format, List.of(video.frames(), video.height(), video.width(), video.channels()));
            case VoxelFormat shape ->
                bytes(
                        format,
                        shape.isColored()
                                ? List.of(shape.side(), shape.side(), shape.side(), shape.channels())
                                : List.of(shape.side(), shape.side(), shape.side()));
            case SoundFormat sound -> new SampleArray(format, "<i2", Short.BYTES, List.of(sound.length()));
            case TextFormat texts ->
                new SampleArray(format, "<U" + texts.length(), Integer.BYTES * texts.length(), List.of());
            default -> throw new IllegalArgumentException("no array holds samples of " + format);
        };
    }

    private static SampleArray bytes(SampleFormat format, List<Integer> axes) {
        return new SampleArray(format, "|u1", 1, axes);
    }

    /** Of an array of so many samples. */
    public int[] shape(int count) {
        return IntStream.concat(IntStream.of(count), axes.stream().mapToInt(Integer::intValue))
                .toArray();
    }

    /** The size of one sample in the array. */
    public long sampleBytes() {
        return axes.stream().mapToLong(Integer::intValue).reduce(elementBytes, Math::multiplyExact);
    }

    /**
     * The elements of some samples, row-major and little-endian.
     *
     * @param stored samples, one behind the other
     * @return the same memory where samples are stored as they lie in the array
     */
    public MemorySegment elements(MemorySegment stored) {
        return switch (format) {
            case VoxelFormat shape when !shape.isColored() -> cells(stored);
            case TextFormat texts -> codePoints(texts, texts.lines(stored));
            default -> stored;
        };
    }

    private static MemorySegment cells(MemorySegment bits) {
        byte[] cells = new byte[Math.toIntExact(8 * bits.byteSize())];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (byte) (bits.get(ValueLayout.JAVA_BYTE, i / 8) >> i % 8 & 1);
        }
        return MemorySegment.ofArray(cells);
    }

    private MemorySegment codePoints(TextFormat texts, List<String> lines) {
        MemorySegment all = MemorySegment.ofArray(new byte[Math.multiplyExact(lines.size(), elementBytes)]);
        for (int i = 0; i < lines.size(); i++) {
            int[] points = lines.get(i).codePoints().toArray();
            for (int j = 0; j < Math.min(points.length, texts.length()); j++) {
                all.set(CODE_POINT, (long) i * elementBytes + (long) j * Integer.BYTES, points[j]);
            }
        }
        return all;
    }
}
