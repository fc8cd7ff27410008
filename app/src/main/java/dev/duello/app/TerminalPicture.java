package dev.duello.app;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** The upper part of a picture as characters: each is two pixels, an upper half block in two colors. */
final class TerminalPicture {
    private static final int COLUMNS = 78;
    private static final int ROWS = 20;
    private static final String GRAYS = " .:-=+*#%@";

    private TerminalPicture() {}

    /** Lines for a terminal of 80 columns, or nothing when the picture cannot be read. */
    static String of(Path file) {
        try {
            BufferedImage image = ImageIO.read(file.toFile());
            return image == null ? "" : render(image);
        } catch (IOException e) {
            return "";
        }
    }

    private static String render(BufferedImage image) {
        BufferedImage small = new BufferedImage(COLUMNS, COLUMNS, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        // A quarter of the grid is all that fits legibly: half its width, and the rows below as far as they go.
        graphics.drawImage(image, 0, 0, COLUMNS, COLUMNS, 0, 0, image.getWidth() / 2, image.getWidth() / 2, null);
        graphics.dispose();
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                int upper = small.getRGB(column, 2 * row);
                int lower = small.getRGB(column, 2 * row + 1);
                lines.append(Terminal.hasColors() ? halfBlock(upper, lower) : gray(upper, lower));
            }
            lines.append(Terminal.hasColors() ? "\u001b[0m\n" : "\n");
        }
        return lines.toString();
    }

    private static String halfBlock(int upper, int lower) {
        return "\u001b[38;2;" + channels(upper) + ";48;2;" + channels(lower) + "m▀";
    }

    private static String channels(int rgb) {
        return (rgb >> 16 & 255) + ";" + (rgb >> 8 & 255) + ";" + (rgb & 255);
    }

    private static char gray(int upper, int lower) {
        int brightness = 0;
        for (int rgb : new int[] {upper, lower}) {
            brightness += (rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255);
        }
        return GRAYS.charAt(brightness * (GRAYS.length() - 1) / (6 * 255));
    }
}
