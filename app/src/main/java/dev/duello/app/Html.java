package dev.duello.app;

import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.ImageGrid;
import dev.duello.data.image.PngFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A page in one file: style and pictures are inside, and nothing runs. */
final class Html {
    private Html() {}

    /** @param body markup, escaped already */
    static String page(String title, String body) {
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s</title>
            <style>
            %s</style>
            </head>
            <body>
            <main>
            %s</main>
            </body>
            </html>
            """.formatted(escape(title), style(), body);
    }

    private static String style() {
        try (InputStream in = Html.class.getResourceAsStream("page.css")) {
            if (in == null) {
                throw new IllegalStateException("page.css is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a {@code div} that scrolls sideways where its table is wider than the page, also by keyboard. */
    static String scrolled(String label) {
        return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" + escape(label) + "\">";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /**
     * Samples in rows as an {@code img} element.
     *
     * @param stored in the stored form of the format
     * @param description for those who cannot see it
     */
    static String pictures(SampleFormat format, MemorySegment stored, int columns, String description) {
        if (format instanceof ImageFormat images) {
            byte[] png = PngFiles.encode(new ImageGrid(columns, columns == 1 ? 0 : 1, 1).layOut(images, stored));
            return picture(png, images.width() < 96, description);
        }
        return picture(format.picture(stored, columns), false, description);
    }

    /** A PNG as an {@code img} element. */
    static String picture(byte[] png, boolean pixelated, String description) {
        return "<img" + (pixelated ? " class=\"pixels\"" : "") + " alt=\"" + escape(description)
                + "\" src=\"data:image/png;base64," + Base64.getEncoder().encodeToString(png) + "\">";
    }
}
