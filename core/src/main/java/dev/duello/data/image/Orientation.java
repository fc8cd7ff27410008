package dev.duello.data.image;

import com.drew.imaging.jpeg.JpegProcessingException;
import com.drew.imaging.jpeg.JpegSegmentReader;
import com.drew.imaging.jpeg.JpegSegmentType;
import com.drew.lang.ByteArrayReader;
import com.drew.lang.SequentialByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import dev.duello.data.image.webp.Riff;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a camera was held, by the EXIF tag 0x0112: the eight ways to turn and mirror the stored picture into the one that
 * was seen.
 *
 * @param code 1 to 8 as in EXIF; 1 is as stored
 */
record Orientation(int code) {

    static final Orientation AS_STORED = new Orientation(1);

    private static final String JPEG_PREAMBLE = "Exif\0\0";

    /** Whether rows become columns. */
    boolean swapsSides() {
        return code >= 5;
    }

    /**
     * Turns a stored image into the one that was seen.
     *
     * @param hwc the stored image, {@code [h, w, c]}
     * @return {@code [h, w, c]}, or {@code [w, h, c]} when the sides are swapped
     */
    float[] apply(float[] hwc, int h, int w, int c) {
        if (code == 1) {
            return hwc;
        }
        float[] turned = new float[hwc.length];
        turn(hwc, turned, h, w, c);
        return turned;
    }

    /** The same of bytes. */
    byte[] apply(byte[] hwc, int h, int w, int c) {
        if (code == 1) {
            return hwc;
        }
        byte[] turned = new byte[hwc.length];
        turn(hwc, turned, h, w, c);
        return turned;
    }

    /** @param hwc an array, as {@code turned} */
    private void turn(Object hwc, Object turned, int h, int w, int c) {
        int rows = swapsSides() ? w : h;
        int columns = swapsSides() ? h : w;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                // Where the pixel that is seen at (y, x) was stored.
                int fromY = switch (code) {
                    case 2 -> y;
                    case 3, 4 -> h - 1 - y;
                    case 5, 8 -> x;
                    default -> h - 1 - x;
                };
                int fromX = switch (code) {
                    case 2, 3 -> w - 1 - x;
                    case 4 -> x;
                    case 5, 6 -> y;
                    default -> w - 1 - y;
                };
                System.arraycopy(hwc, (fromY * w + fromX) * c, turned, (y * columns + x) * c, c);
            }
        }
    }

    /** The orientation written in a file; as stored when there is none, or none that can be understood. */
    static Orientation of(ImageKind kind, byte[] bytes) {
        try {
            byte[] exif = switch (kind) {
                case JPEG -> jpegExif(bytes);
                case PNG -> pngExif(bytes);
                case WEBP -> webpExif(bytes);
                // A TIFF file is what the block of the others is.
                case TIFF -> bytes;
                case GIF, BMP -> null;
            };
            return exif == null ? AS_STORED : parse(exif);
        } catch (Exception e) {
            // A damaged remark must not cost the picture.
            return AS_STORED;
        }
    }

    private static Orientation parse(byte[] exif) {
        int start = ImageKind.startsWith(exif, 0, JPEG_PREAMBLE) ? JPEG_PREAMBLE.length() : 0;
        Metadata metadata = new Metadata();
        new ExifReader().extract(new ByteArrayReader(Arrays.copyOfRange(exif, start, exif.length)), metadata);
        ExifIFD0Directory directory = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
        Integer code = directory == null ? null : directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
        return code == null || code < 1 || code > 8 ? AS_STORED : new Orientation(code);
    }

    private static byte @Nullable [] jpegExif(byte[] bytes) throws IOException, JpegProcessingException {
        Iterable<byte[]> segments = JpegSegmentReader.readSegments(
                        new SequentialByteArrayReader(bytes), List.of(JpegSegmentType.APP1))
                .getSegments(JpegSegmentType.APP1);
        for (byte[] segment : segments) {
            if (ImageKind.startsWith(segment, 0, JPEG_PREAMBLE)) {
                return segment;
            }
        }
        return null;
    }

    private static byte @Nullable [] webpExif(byte[] bytes) {
        Riff.Chunk exif = Riff.find(bytes, "EXIF");
        return exif == null ? null : Arrays.copyOfRange(bytes, exif.start(), exif.end());
    }

    /** Walks the chunks: length, type, data, checksum. */
    private static byte @Nullable [] pngExif(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long at = 8;
        while (at + 8 <= bytes.length) {
            long length = Integer.toUnsignedLong(buffer.getInt((int) at));
            if (at + 8 + length > bytes.length) {
                return null;
            }
            if (ImageKind.startsWith(bytes, (int) at + 4, "eXIf")) {
                return Arrays.copyOfRange(bytes, (int) at + 8, (int) (at + 8 + length));
            }
            at += 12 + length;
        }
        return null;
    }
}
