package dev.duello.data.image;

import dev.duello.Messages;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.image.webp.BytesInput;
import dev.duello.data.image.webp.LossyWebp;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one image file that may be damaged or hostile. Dimensions are checked before pixels are decoded; large images
 * take turns, so that decoding on many processors does not need many large images' memory.
 */
public final class ImageDecoder {

    /** The most pixels that an image may declare: 64 megapixels. */
    static final long MAX_PIXELS = 64L << 20;

    /** No honest image of more than a megapixel packs more pixels into a byte; what does takes time and shows nothing. */
    private static final long MAX_PIXELS_PER_BYTE = 16_384;

    /** The most bytes that an image file may have. */
    public static final int MAX_FILE_BYTES = 256 << 20;

    private static final MemoryLimiter GATE =
            new MemoryLimiter(Runtime.getRuntime().maxMemory() * 2 / 5);

    private ImageDecoder() {}

    /**
     * What the header of an image says.
     *
     * @param height rows, once upright
     * @param width columns, once upright
     * @param gray whether the format itself is gray, so that no pixel needs to be looked at
     */
    public record Header(int height, int width, boolean gray) {}

    private interface Use<T> {
        T apply(ImageReader reader, TruncationListener watch) throws IOException, UnreadableFileException;
    }

    /** Reads the header only, and tells the size of what is used. */
    public static Header header(byte[] bytes, Half half) throws UnreadableFileException {
        Header whole = header(bytes);
        return new Header(whole.height, half.width(whole.width), whole.gray);
    }

    /** Reads the header only. */
    public static Header header(byte[] bytes) throws UnreadableFileException {
        ImageKind kind = kind(bytes);
        Orientation orientation = Orientation.of(kind, bytes);
        return with(kind, bytes, (reader, watch) -> {
            int height = reader.getHeight(0);
            int width = reader.getWidth(0);
            check(height, width, bytes.length);
            if (kind == ImageKind.GIF) {
                GifScreen screen = GifScreen.of(bytes, height, width);
                height = screen.height();
                width = screen.width();
                check(height, width, bytes.length);
            }
            ImageTypeSpecifier type = reader.getRawImageType(0);
            boolean gray = type != null && isGray(type.getColorModel());
            return orientation.swapsSides() ? new Header(width, height, gray) : new Header(height, width, gray);
        });
    }

    /** @param pixels uint8 {@code [H, W, C]} of the format that was asked for */
    public record Decoded(byte[] pixels, ImageInfo facts) {}

    /** Decodes and brings to the format. */
    public static Decoded read(byte[] bytes, ImageFormat format, Fit fit) throws UnreadableFileException {
        return read(bytes, format, fit, Half.WHOLE);
    }

    /** Decodes and brings what is used to the format. */
    public static Decoded read(byte[] bytes, ImageFormat format, Fit fit, Half half) throws UnreadableFileException {
        return decode(bytes, (whole, kind, rows) -> {
            DecodedImage picture = whole.half(half);
            byte[] pixels = picture.conform(format, fit);
            return new Decoded(
                    pixels,
                    new ImageInfo(
                            kind.named(bytes),
                            picture.height(),
                            picture.width(),
                            rows != null && rows.isDeep(),
                            rows == null ? 0 : rows.largestSample(),
                            Frames.areSeveral(kind, bytes)));
        });
    }

    /** Decodes and brings to the format: uint8 {@code [H, W, C]}. */
    public static byte[] decode(byte[] bytes, ImageFormat format, Fit fit) throws UnreadableFileException {
        return read(bytes, format, fit).pixels();
    }

    /** Decodes an image in its own size, upright, with four channels. */
    public static Picture picture(byte[] bytes) throws UnreadableFileException {
        return decode(bytes, (picture, kind, rows) -> picture.upright());
    }

    /** Decodes and looks at each pixel of what is used. */
    public static boolean isGray(byte[] bytes, Half half) throws UnreadableFileException {
        return decode(bytes, (picture, kind, rows) -> picture.half(half).isGray());
    }

    private interface Look<T> {
        /** @param rows null where pixels come from elsewhere, with eight bits a channel */
        T at(DecodedImage picture, ImageKind kind, @Nullable PixelRows rows) throws UnreadableFileException;
    }

    private static <T> T decode(byte[] bytes, Look<T> look) throws UnreadableFileException {
        ImageKind kind = kind(bytes);
        Orientation orientation = Orientation.of(kind, bytes);
        return with(kind, bytes, (reader, watch) -> {
            long pixels = check(reader.getHeight(0), reader.getWidth(0), bytes.length);
            // Eight bytes a pixel: 16-bit RGBA, or 8-bit RGBA and a copy on the way.
            MemoryLimiter.Pass pass = GATE.enter(pixels * 8 + bytes.length);
            try {
                if (kind == ImageKind.WEBP && LossyWebp.is(bytes)) {
                    LossyWebp webp = LossyWebp.read(bytes);
                    check(webp.height(), webp.width(), bytes.length);
                    return look.at(new DecodedImage(webp::read, webp.height(), webp.width(), orientation), kind, null);
                }
                BufferedImage image = reader.read(0);
                watch.complain();
                check(image.getHeight(), image.getWidth(), bytes.length);
                PixelRows rows = new PixelRows(image);
                return look.at(picture(kind, bytes, rows, orientation), kind, rows);
            } finally {
                pass.close();
            }
        });
    }

    private static DecodedImage picture(ImageKind kind, byte[] bytes, PixelRows rows, Orientation orientation)
            throws UnreadableFileException {
        if (kind != ImageKind.GIF) {
            return new DecodedImage(rows::read, rows.height(), rows.width(), orientation);
        }
        GifScreen screen = GifScreen.of(bytes, rows.height(), rows.width());
        check(screen.height(), screen.width(), bytes.length);
        return new DecodedImage(screen.around(rows), screen.height(), screen.width(), orientation);
    }

    private static <T> T with(ImageKind kind, byte[] bytes, Use<T> use) throws UnreadableFileException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(kind.imageIoName);
        if (!readers.hasNext()) {
            throw new UnreadableFileException("no reader for " + kind + " is installed");
        }
        ImageReader reader = readers.next();
        try (BytesInput input = new BytesInput(ColorProfiles.without(kind, bytes))) {
            TruncationListener watch = new TruncationListener();
            reader.addIIOReadWarningListener(watch);
            // Without metadata, text and profiles are never inflated.
            reader.setInput(input, true, true);
            return use.apply(reader, watch);
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError | InternalError e) {
            // Readers meet damaged data with exceptions of every kind; all mean the same here.
            boolean inWords = e instanceof IOException || e instanceof OutOfMemoryError;
            throw new UnreadableFileException(
                    "it is damaged or not a valid " + kind + " file" + (inWords ? " (" + Messages.reason(e) + ")" : ""),
                    e);
        } finally {
            reader.dispose();
        }
    }

    static ImageKind kind(byte[] bytes) throws UnreadableFileException {
        ImageKind kind = ImageKind.of(bytes);
        if (kind == null) {
            throw new UnreadableFileException(
                    bytes.length == 0
                            ? "it is empty"
                            : "it is not a " + ImageKind.NAMES + " file, whatever its name says (it starts with "
                                    + hex(bytes) + ")");
        }
        return kind;
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            text.append(String.format(Locale.ROOT, "%s%02x", i == 0 ? "" : " ", bytes[i]));
        }
        return text.toString();
    }

    private static long check(int height, int width, int bytes) throws UnreadableFileException {
        long pixels = (long) height * width;
        if (height < 1 || width < 1) {
            throw new UnreadableFileException("it declares " + width + " x " + height + " pixels");
        }
        if (pixels > MAX_PIXELS) {
            throw new UnreadableFileException("it declares " + width + " x " + height + " pixels, more than the "
                    + (MAX_PIXELS >> 20) + " megapixels that are read");
        }
        if (pixels > 1 << 20 && pixels / MAX_PIXELS_PER_BYTE > bytes) {
            throw new UnreadableFileException(
                    "it declares " + width + " x " + height + " pixels, but has only " + bytes + " bytes");
        }
        return pixels;
    }

    private static boolean isGray(ColorModel colors) {
        return colors.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    }
}
