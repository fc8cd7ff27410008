package dev.duello.data.cache;

import dev.duello.data.image.ImageFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The first {@value #BYTES} bytes of a cache file, written last. Then come the pixels, uint8 {@code [N, H, W, C]}; the
 * labels, int32 {@code [N]} little-endian, when there are any; and the remarks ({@link CacheRemarks}).
 *
 * @param format the shape of each image
 * @param size the number of images
 * @param labelsAt where the labels start in the file, or 0 without labels
 * @param remarksAt where the remarks start
 * @param fileLength the length of the whole file: another length means damage
 * @param remarksCrc the checksum of the remarks
 * @param fingerprint 32 bytes
 */
public record CacheHeader(
        ImageFormat format,
        int size,
        long labelsAt,
        long remarksAt,
        long fileLength,
        long remarksCrc,
        byte[] fingerprint) {

    /** A multiple of the page size, so that the pixels are aligned in memory. */
    static final int BYTES = 4096;

    /** Part of the file and of the key: raise it when the layout or the way of decoding changes. */
    public static final int VERSION = 3;

    private static final byte[] MAGIC = "duello image set".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST = 32;

    ByteBuffer encode() {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES);
        buffer.put(MAGIC)
                .putInt(VERSION)
                .putInt(format.channels())
                .putInt(format.height())
                .putInt(format.width())
                .putInt(size)
                .putLong(labelsAt)
                .putLong(remarksAt)
                .putLong(fileLength)
                .putLong(remarksCrc)
                .put(fingerprint);
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
        ImageFormat format = new ImageFormat(buffer.getInt(), buffer.getInt(), buffer.getInt());
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

    /** The length of all pixels in bytes. */
    long pixelBytes() {
        return (long) size * format.bytes();
    }

    static long crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }
}
