package dev.duello.data.image;

import dev.duello.Messages;
import dev.duello.data.DataException;
import dev.duello.data.UnreadableFileException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.w3c.dom.NodeList;

/**
 * All frames of a GIF as they are seen, each laid upon those before.
 *
 * @param frames RGBA, all of one size
 * @param hundredths of a second for which a frame is shown, the mean of all
 */
public record GifFrames(List<Picture> frames, int hundredths) {
    private static final String FORMAT = "javax_imageio_gif_image_1.0";
    private static final int LEAST_HUNDREDTHS = 2;
    /** More pixels of all frames together are not held in memory. */
    private static final long MOST_PIXELS = 64L << 20;

    /** Whether a file is a GIF with more than one frame. @throws DataException when it cannot be read */
    public static boolean areSeveral(Path file) {
        byte[] bytes = bytes(file);
        return ImageKind.of(bytes) == ImageKind.GIF && Frames.areSeveral(ImageKind.GIF, bytes);
    }

    /** @throws DataException when it cannot be read, or its frames are too many */
    public static GifFrames read(Path file) {
        byte[] bytes = bytes(file);
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in);
            GifScreen screen = GifScreen.of(bytes, reader.getHeight(0), reader.getWidth(0));
            int count = reader.getNumImages(true);
            if ((long) count * screen.height() * screen.width() > MOST_PIXELS) {
                throw new DataException(file + " has " + count + " frames of " + screen.width() + " x "
                        + screen.height() + " pixels, more than the " + (MOST_PIXELS >> 20)
                        + " megapixels that are read: cut it into parts.");
            }
            return read(reader, count, screen);
        } catch (IOException | UnreadableFileException e) {
            throw new DataException("Cannot read " + file + ": " + Messages.reason(e) + ".", e);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            // The reader meets damaged data with exceptions of every kind.
            throw new DataException("Cannot read " + file + ": it is damaged or not a valid GIF file.", e);
        } finally {
            reader.dispose();
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return PngFiles.bytes(file);
        } catch (UnreadableFileException e) {
            throw new DataException("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
    }

    private static GifFrames read(ImageReader reader, int count, GifScreen screen)
            throws IOException, UnreadableFileException {
        List<Picture> frames = new ArrayList<>();
        byte[] canvas = new byte[screen.height() * screen.width() * 4];
        long delays = 0;
        for (int i = 0; i < count; i++) {
            BufferedImage part = reader.read(i);
            IIOMetadataNode root = (IIOMetadataNode) reader.getImageMetadata(i).getAsTree(FORMAT);
            int left = number(root, "ImageDescriptor", "imageLeftPosition");
            int top = number(root, "ImageDescriptor", "imageTopPosition");
            delays += number(root, "GraphicControlExtension", "delayTime");
            String disposal = text(root, "GraphicControlExtension", "disposalMethod");
            byte[] before = canvas.clone();
            draw(canvas, screen, new PixelRows(part), top, left);
            frames.add(new Picture(screen.height(), screen.width(), 4, canvas.clone()));
            if (disposal.equals("restoreToPrevious")) {
                canvas = before;
            } else if (disposal.equals("restoreToBackgroundColor")) {
                clear(canvas, screen, top, left, part);
            }
        }
        return new GifFrames(
                List.copyOf(frames), Math.max(LEAST_HUNDREDTHS, (int) Math.round((double) delays / count)));
    }

    private static void draw(byte[] canvas, GifScreen screen, PixelRows part, int top, int left) {
        float[] row = new float[part.width() * 4];
        for (int y = 0; y < part.height() && top + y < screen.height(); y++) {
            part.read(y, row);
            for (int x = 0; x < part.width() && left + x < screen.width(); x++) {
                for (int channel = 0; channel < 4 && row[4 * x + 3] > 0; channel++) {
                    canvas[((top + y) * screen.width() + left + x) * 4 + channel] =
                            (byte) Math.round(row[4 * x + channel]);
                }
            }
        }
    }

    private static void clear(byte[] canvas, GifScreen screen, int top, int left, BufferedImage part) {
        int right = Math.min(screen.width(), left + part.getWidth());
        for (int y = top; y < Math.min(screen.height(), top + part.getHeight()); y++) {
            Arrays.fill(canvas, (y * screen.width() + left) * 4, (y * screen.width() + right) * 4, (byte) 0);
        }
    }

    private static int number(IIOMetadataNode root, String node, String attribute) {
        String text = text(root, node, attribute);
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private static String text(IIOMetadataNode root, String node, String attribute) {
        NodeList found = root.getElementsByTagName(node);
        return found.getLength() == 0 ? "" : ((IIOMetadataNode) found.item(0)).getAttribute(attribute);
    }
}
