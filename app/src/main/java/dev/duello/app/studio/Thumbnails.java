package dev.duello.app.studio;

import dev.duello.app.studio.http.HttpException;
import dev.duello.data.image.PngFiles;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/** A quarter of a grid, small: enough to know a run again. The last few hundred are kept. */
final class Thumbnails {
    private static final int SIDE = 256;
    private static final int KEPT = 400;
    private static final long LARGEST_FILE = 32 << 20;

    private final Map<Path, Thumbnail> kept = new LinkedHashMap<>(16, 0.75f, true);

    private record Thumbnail(FileTime of, byte[] png) {}

    byte[] of(Path grid) throws IOException {
        FileTime written = Files.getLastModifiedTime(grid);
        synchronized (kept) {
            Thumbnail known = kept.get(grid);
            if (known != null && known.of.equals(written)) {
                return known.png;
            }
        }
        byte[] png = make(grid);
        synchronized (kept) {
            kept.put(grid, new Thumbnail(written, png));
            if (kept.size() > KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return png;
    }

    private static byte[] make(Path grid) throws IOException {
        BufferedImage image = Files.size(grid) > LARGEST_FILE ? null : ImageIO.read(grid.toFile());
        if (image == null) {
            throw HttpException.notFound("The picture cannot be read.");
        }
        int width = Math.max(1, image.getWidth() / 2);
        int height = Math.max(1, image.getHeight() / 2);
        BufferedImage small = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, SIDE, SIDE, 0, 0, width, height, null);
        graphics.dispose();
        return PngFiles.encode(small);
    }
}
