package dev.duello.data.image;

import dev.duello.data.image.webp.LossyWebp;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The image formats that are read, told apart by their first bytes: extensions lie. */
public enum ImageKind {
    PNG("png"),
    JPEG("jpeg"),
    GIF("gif"),
    BMP("bmp"),
    WEBP("webp"),
    TIFF("tiff");

    /** For sentences. */
    public static final String NAMES = "PNG, JPEG, GIF, BMP, WebP or TIFF";

    private static final Set<String> EXTENSIONS =
            Set.of("png", "apng", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "dib", "webp", "tif", "tiff");
    private static final Set<String> OTHER_IMAGES = Set.of(
            "heic", "heif", "avif", "jxl", "jp2", "psd", "svg", "tga", "ico", "dng", "cr2", "nef", "arw", "exr", "hdr",
            "pgm", "ppm", "pbm");

    /** What ImageIO calls it. */
    final String imageIoName;

    ImageKind(String imageIoName) {
        this.imageIoName = imageIoName;
    }

    public static @Nullable ImageKind of(byte[] bytes) {
        if (startsWith(bytes, 0, "\u0089PNG\r\n\u001a\n")) {
            return PNG;
        }
        if (startsWith(bytes, 0, "\u00ff\u00d8\u00ff")) {
            return JPEG;
        }
        if (startsWith(bytes, 0, "GIF8")) {
            return GIF;
        }
        if (startsWith(bytes, 0, "BM")) {
            return BMP;
        }
        if (startsWith(bytes, 0, "RIFF") && startsWith(bytes, 8, "WEBP")) {
            return WEBP;
        }
        if (startsWith(bytes, 0, "II*\0")
                || startsWith(bytes, 0, "MM\0*")
                || startsWith(bytes, 0, "II+\0")
                || startsWith(bytes, 0, "MM\0+")) {
            return TIFF;
        }
        return null;
    }

    /** For people. */
    @Override
    public String toString() {
        return this == WEBP ? "WebP" : name();
    }

    /** For people: lossy and lossless WebP are told apart, as they differ in what they do to a picture. */
    String named(byte[] bytes) {
        return this == WEBP && LossyWebp.is(bytes) ? this + " (lossy)" : toString();
    }

    /** Whether a file of this name is expected to be an image that can be read. */
    public static boolean isExpectedIn(String file) {
        return EXTENSIONS.contains(extension(file));
    }

    /** Whether a file of this name is an image in a format that is not read, which the user wants to hear about. */
    public static boolean isForeignImage(String file) {
        return OTHER_IMAGES.contains(extension(file));
    }

    public static String extension(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** Compares bytes with the characters of {@code text}, taken as Latin-1. */
    public static boolean startsWith(byte[] bytes, int at, String text) {
        if (bytes.length < at + text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ((bytes[at + i] & 0xff) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
