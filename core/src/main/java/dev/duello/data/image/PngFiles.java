package dev.duello.data.image;

import dev.duello.Messages;
import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import dev.duello.data.UnreadableFileException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Single images: written as PNG, read from any format that the folder reader knows. */
public final class PngFiles {

    private PngFiles() {}

    /**
     * Writes one image, whole or not at all. One of many that are written like this is not waited for until it is on the disk.
     *
     * @param pixels uint8 {@code [H, W, C]} of the format
     * @throws DataException when the file cannot be written
     * @throws IllegalArgumentException when the pixels are not of the format
     */
    public static void write(Path file, ImageFormat format, byte[] pixels) {
        BufferedImage image = BufferedImages.image(format, pixels);
        AtomicFiles.writeUnflushed(file, beside -> encode(image, beside));
    }

    /**
     * Reads one image as the folder reader would.
     *
     * @return uint8 {@code [H, W, C]} of the format
     * @throws DataException when the file cannot be read
     */
    public static byte[] read(Path file, ImageFormat format, Fit fit) {
        try {
            return ImageDecoder.decode(bytes(file), format, fit);
        } catch (UnreadableFileException e) {
            throw new DataException("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
    }

    /**
     * Decodes one image that came from elsewhere, as the folder reader would.
     *
     * @param bytes any format that the folder reader knows; may be damaged or hostile
     * @return uint8 {@code [H, W, C]} of the format
     * @throws DataException when it is no image that can be read
     */
    public static byte[] decode(byte[] bytes, ImageFormat format, Fit fit) {
        try {
            return ImageDecoder.decode(bytes, format, fit);
        } catch (UnreadableFileException e) {
            throw new DataException("The image cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** One image as the bytes of a PNG file. @param pixels uint8 {@code [H, W, C]} of the format */
    public static byte[] encode(ImageFormat format, byte[] pixels) {
        return encode(BufferedImages.image(format, pixels));
    }

    static void write(Path file, BufferedImage image) {
        AtomicFiles.write(file, beside -> encode(image, beside));
    }

    private static void encode(BufferedImage image, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            encode(image, out);
        }
    }

    /** An image as the bytes of a PNG file. */
    public static byte[] encode(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            encode(image, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** In memory: ImageIO's own cache of files cannot be used once the JVM is shutting down, which is when a training saves. */
    private static void encode(BufferedImage image, OutputStream out) throws IOException {
        try (MemoryCacheImageOutputStream cache = new MemoryCacheImageOutputStream(out)) {
            if (!ImageIO.write(image, "png", cache)) {
                throw new IOException("no PNG writer is installed");
            }
        }
    }

    /** The bytes of an image file of a bearable length. */
    public static byte[] bytes(Path file) throws UnreadableFileException {
        try (InputStream in = Files.newInputStream(file)) {
            return bytes(in);
        } catch (IOException e) {
            throw new UnreadableFileException(Messages.reason(e), e);
        }
    }

    public static byte[] bytes(InputStream in) throws IOException, UnreadableFileException {
        byte[] bytes = in.readNBytes(ImageDecoder.MAX_FILE_BYTES + 1);
        if (bytes.length > ImageDecoder.MAX_FILE_BYTES) {
            throw new UnreadableFileException(
                    "it is larger than the " + (ImageDecoder.MAX_FILE_BYTES >> 20) + " MiB that are read");
        }
        return bytes;
    }
}
