package dev.duello.data.faces;

import dev.duello.data.Split;
import dev.duello.data.drawn.DrawnImages;
import dev.duello.data.files.EmbeddedDatasets;
import dev.duello.data.image.ImageFormat;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data set {@code faces}: avatars of the style ToonHead by Johan Melin (CC BY 4.0), on white. They are drawn by Java2D, whose
 * smoothing of edges is the same on every platform, but may change with the version of Java by a level or two.
 */
public final class Faces implements DrawnImages {
    private static final String NAME = "faces";
    private static final int SIDE = 64;
    private static final ImageFormat FORMAT = new ImageFormat(3, SIDE, SIDE);

    private @Nullable FaceParts parts;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return "faces-1";
    }

    @Override
    public boolean isHere() {
        return EmbeddedDatasets.has(NAME);
    }

    @Override
    public ImageFormat format() {
        return FORMAT;
    }

    @Override
    public List<String> classes() {
        return FaceFactors.HAIR;
    }

    @Override
    public int count(Split split) {
        return FaceFactors.count(split);
    }

    @Override
    public int label(Split split, int index) {
        return FaceFactors.HAIR.indexOf(FaceFactors.of(split, index).hair());
    }

    @Override
    public byte[] draw(Split split, int index) {
        return draw(FaceFactors.of(split, index));
    }

    /**
     * @return uint8 {@code [64, 64, 3]}
     * @throws dev.duello.data.DataException when the parts are not on the class path
     */
    public byte[] draw(FaceFactors factors) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, SIDE, SIDE);
        graphics.scale((double) SIDE / FaceParts.SIDE, (double) SIDE / FaceParts.SIDE);
        graphics.setStroke(new BasicStroke(1));
        for (FaceParts.Drawing drawing : parts().of(factors)) {
            Color color = color(drawing.fill(), factors);
            graphics.setColor(
                    new Color(color.getRed(), color.getGreen(), color.getBlue(), Math.round(255 * drawing.opacity())));
            graphics.fill(drawing.outline());
            if (drawing.stroked()) {
                graphics.setColor(Color.BLACK);
                graphics.draw(drawing.outline());
            }
        }
        graphics.dispose();
        int[] rgb = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        byte[] pixels = new byte[FORMAT.bytes()];
        for (int i = 0; i < rgb.length; i++) {
            pixels[3 * i] = (byte) (rgb[i] >> 16);
            pixels[3 * i + 1] = (byte) (rgb[i] >> 8);
            pixels[3 * i + 2] = (byte) rgb[i];
        }
        return pixels;
    }

    private synchronized FaceParts parts() {
        FaceParts loaded = parts == null ? FaceParts.load(NAME) : parts;
        parts = loaded;
        return loaded;
    }

    private static Color color(String fill, FaceFactors factors) {
        return switch (fill) {
            case "skin" -> factors.skinColor();
            case "hair" -> factors.hairColor();
            case "clothes" -> factors.clothesColor();
            case "black" -> Color.BLACK;
            default -> Color.decode(fill);
        };
    }

    @Override
    public String csv(Split split) {
        return FaceFactors.csv(split);
    }
}
