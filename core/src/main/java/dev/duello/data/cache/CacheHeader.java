package dev.duello.data.cache;

import dev.duello.data.Medium;
import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.text.Alphabet;
import dev.duello.data.text.TextFormat;
import dev.duello.data.video.VideoFormat;
import dev.duello.data.voxel.VoxelFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The first {@value #BYTES} bytes of a cache file, written last. Then come the samples in their stored form; the labels, int32 {@code [N]} little-endian, when there are any; and the remarks ({@link CacheMetadata}).
 *
 * @param format of each sample
 * @param size the number of samples
 * @param labelsAt where the labels start in the file, or 0 without labels
 * @param remarksAt where the remarks start
 * @param fileLength the length of the whole file: another length means damage
 * @param remarksCrc the checksum of the remarks
 * @param fingerprint 32 bytes
 */
public record CacheHeader(
        SampleFormat format,
        int size,
        long labelsAt,
        long remarksAt,
        long fileLength,
        long remarksCrc,
        byte[] fingerprint) {

    /** A multiple of the page size, so that the samples are aligned in memory. */
    static final int BYTES = 4096;

    /** Part of the file and of the key: raise it when the layout or the way of decoding changes. */
    public static final int VERSION = 5;

    private static final byte[] MAGIC = "duello image set".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST = 32;
    /** Where the characters of texts begin: three bytes each, enough for every alphabet. */
    private static final int ALPHABET = 256;

    ByteBuffer encode() {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES);
        buffer.put(MAGIC)
                .putInt(VERSION)
                .put(encode(format))
                .putInt(size)
                .putLong(labelsAt)
                .putLong(remarksAt)
                .putLong(fileLength)
                .putLong(remarksCrc)
                .put(fingerprint);
        if (format instanceof TextFormat text) {
            buffer.position(ALPHABET);
            text.alphabet()
                    .characters()
                    .codePoints()
                    .forEach(point -> buffer.put((byte) (point >> 16)).putShort((short) point));
        }
        buffer.putLong(BYTES - Long.BYTES, crc(buffer.array(), BYTES - Long.BYTES));
        return buffer.rewind();
    }

    /** @return null when these are not the bytes of a header that goes with a file of this length */
    static @Nullable CacheHeader decode(ByteBuffer buffer, long actualLength) {
        if (buffer.remaining() != BYTES
                || buffer.getLong(BYTES - Long.BYTES) != crc(buffer.array(), BYTES - Long.BYTES)
                || !buffer.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            return null;
        }
        buffer.position(MAGIC.length);
        if (buffer.getInt() != VERSION) {
            return null;
        }
        SampleFormat format = format(buffer);
        int size = buffer.getInt();
        long labelsAt = buffer.getLong();
        long remarksAt = buffer.getLong();
        long fileLength = buffer.getLong();
        long remarksCrc = buffer.getLong();
        byte[] fingerprint = new byte[DIGEST];
        buffer.get(fingerprint);
        CacheHeader header = new CacheHeader(format, size, labelsAt, remarksAt, fileLength, remarksCrc, fingerprint);
        return fileLength == actualLength ? header : null;
    }

    /** Whether a file that begins so was written as a cache file, be it of another version or damaged further on. */
    static boolean isStart(byte[] bytes) {
        return bytes.length >= MAGIC.length && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** The medium, and three numbers that hang on it. */
    private static ByteBuffer encode(SampleFormat format) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * Integer.BYTES);
        switch (format) {
            case ImageFormat image ->
                buffer.putInt(Medium.IMAGE.ordinal())
                        .putInt(image.channels())
                        .putInt(image.height())
                        .putInt(image.width());
            case SoundFormat sound ->
                buffer.putInt(Medium.SOUND.ordinal()).putInt(sound.length()).putInt(sound.rate());
            case TextFormat text ->
                buffer.putInt(Medium.TEXT.ordinal())
                        .putInt(text.length())
                        .putInt(text.alphabet().size() - 1);
            case VoxelFormat shape ->
                buffer.putInt(Medium.VOXELS.ordinal()).putInt(shape.channels()).putInt(shape.side());
            case VideoFormat video ->
                // Two small numbers in one.
                buffer.putInt(Medium.VIDEO.ordinal())
                        .putInt(video.channels() << 16 | video.frames())
                        .putInt(video.height())
                        .putInt(video.width());
            default -> throw new IllegalArgumentException("Sets of " + format + " are not kept.");
        }
        return buffer.rewind();
    }

    private static SampleFormat format(ByteBuffer buffer) {
        int medium = buffer.getInt();
        int first = buffer.getInt();
        int second = buffer.getInt();
        int third = buffer.getInt();
        if (medium == Medium.TEXT.ordinal()) {
            return new TextFormat(first, alphabet(buffer, second));
        }
        if (medium == Medium.VIDEO.ordinal()) {
            return new VideoFormat(first >> 16, first & 0xffff, second, third);
        }
        if (medium == Medium.SOUND.ordinal()) {
            return new SoundFormat(first, second);
        }
        return medium == Medium.VOXELS.ordinal()
                ? new VoxelFormat(second, first)
                : new ImageFormat(first, second, third);
    }

    private static Alphabet alphabet(ByteBuffer buffer, int count) {
        StringBuilder characters = new StringBuilder();
        for (int at = ALPHABET; at < ALPHABET + 3 * count; at += 3) {
            characters.appendCodePoint((buffer.get(at) & 0xff) << 16 | buffer.getShort(at + 1) & 0xffff);
        }
        return new Alphabet(characters.toString());
    }

    /** The length of all samples in bytes. */
    long sampleBytes() {
        return (long) size * format.bytes();
    }

    static long crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }
}
