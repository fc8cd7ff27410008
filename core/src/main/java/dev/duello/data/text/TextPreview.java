package dev.duello.data.text;

import dev.duello.data.SampleFormat;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Texts to look at: each on a line of its own, in as many columns as were asked for. */
final class TextPreview {
    private static final Logger log = LoggerFactory.getLogger(TextPreview.class);
    private static final AtomicBoolean WARNED = new AtomicBoolean();
    private static final int FONT_SIZE = 14;
    private static final int CHARACTER_WIDTH = 9;
    private static final int HEIGHT = 20;
    private static final int BASELINE = 15;
    private static final int MARGIN = 6;
    private static final int WIDEST = 1_024;
    private static final Color INK = new Color(0x22, 0x22, 0x2a);
    private static final Color GROUND = new Color(0xf2, 0xf2, 0xf5);

    private TextPreview() {}

    static SampleFormat.Cell cell(int length) {
        return new SampleFormat.Cell(Math.min(WIDEST, length * CHARACTER_WIDTH + 2 * MARGIN), HEIGHT, MARGIN);
    }

    /** @throws IllegalArgumentException when there are too many for one picture, or none */
    static BufferedImage draw(int length, List<String> lines, int columns) {
        SampleFormat.Cell cell = cell(length);
        long rows = (lines.size() + columns - 1L) / columns;
        long width = (long) columns * (cell.width() + MARGIN) + MARGIN;
        long height = rows * (HEIGHT + MARGIN) + MARGIN;
        if (lines.isEmpty() || width * height > Integer.MAX_VALUE / 8) {
            throw new IllegalArgumentException(
                    lines.size() + " texts make a picture of " + width + " x " + height + ", too large for one file.");
        }
        BufferedImage picture = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, (int) width, (int) height);
            for (int i = 0; i < lines.size(); i++) {
                int left = i % columns * (cell.width() + MARGIN) + MARGIN;
                int top = i / columns * (HEIGHT + MARGIN) + MARGIN;
                graphics.setClip(left, top, cell.width(), HEIGHT);
                graphics.setColor(GROUND);
                graphics.fillRect(left, top, cell.width(), HEIGHT);
                write(graphics, lines.get(i), left + MARGIN, top + BASELINE);
            }
        } finally {
            graphics.dispose();
        }
        return picture;
    }

    /** A machine without any font, such as a small container, has no picture of texts; a training goes on, and the text file tells them. */
    private static void write(Graphics2D graphics, String line, int left, int baseline) {
        try {
            graphics.setFont(new Font(Font.MONOSPACED, Font.PLAIN, FONT_SIZE));
            graphics.setColor(INK);
            graphics.drawString(line, left, baseline);
        } catch (RuntimeException | LinkageError | InternalError e) {
            if (!WARNED.getAndSet(true)) {
                log.warn("Pictures of texts stay empty, as this machine has no fonts: {}", e.getMessage());
            }
        }
    }
}
