package dev.duello.data.turntable;

import dev.duello.data.Split;
import dev.duello.data.drawn.DrawnVideos;
import dev.duello.data.files.EmbeddedDatasets;
import dev.duello.data.video.VideoFormat;
import dev.duello.data.voxel.VoxelGrid;
import dev.duello.data.voxel.VoxelRenderer;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The data set {@code furniture-turntables}: each shape of {@code furniture} turns once around itself on white ground, seen from above
 * without perspective. Of every shape there are some clips, which differ by where the turn begins and by the color of the shape.
 */
public final class Turntables implements DrawnVideos {
    private static final String NAME = "furniture-turntables";
    private static final int SIDE = 32;
    private static final VideoFormat FORMAT = new VideoFormat(3, 16, SIDE, SIDE);

    private static final int CLIPS_OF_EACH = 3;
    /** Rays along each side of a pixel. */
    private static final int FINE = 2;

    private static final float SATURATION = 0.6f;
    private static final float BRIGHTNESS = 0.9f;

    private @Nullable Models models;

    /**
     * What makes one clip besides its shape, each uniform in its range.
     *
     * @param start the angle of the first frame in degrees, 0 to 360; 0 shows the front
     * @param hue of the shape in degrees, 0 to 360
     */
    record Look(double start, double hue) {
        static Look of(Split split, int index) {
            long part = split == Split.TRAIN ? 0x5455524eL : 0x5454455354L;
            SplittableRandom random = new SplittableRandom(part * 0x9e3779b97f4a7c15L + index);
            return new Look(360 * random.nextDouble(), 360 * random.nextDouble());
        }

        private int color() {
            return Color.HSBtoRGB((float) (hue / 360), SATURATION, BRIGHTNESS) & 0xffffff;
        }

        /** Radians by which the shape is turned in a frame: the last is one step before the first. */
        private double turn(int frame) {
            return Math.toRadians(start) + 2 * Math.PI * frame / FORMAT.frames();
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return "furniture-turntables-1";
    }

    @Override
    public boolean isHere() {
        return EmbeddedDatasets.has(Models.SET);
    }

    @Override
    public VideoFormat format() {
        return FORMAT;
    }

    /** @throws dev.duello.data.DataException as all that follow, when the shapes are not on the class path */
    @Override
    public List<String> classes() {
        return models().classes();
    }

    @Override
    public int count(Split split) {
        return CLIPS_OF_EACH * models().of(split).size();
    }

    @Override
    public int label(Split split, int index) {
        return model(split, index).label();
    }

    @Override
    public byte[] draw(Split split, int index) {
        return draw(model(split, index), Look.of(split, index));
    }

    static byte[] draw(Models.Model model, Look look) {
        VoxelGrid shape = model.colored(look.color());
        byte[] pixels = new byte[FORMAT.bytes()];
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        int place = 0;
        for (int frame = 0; frame < FORMAT.frames(); frame++) {
            VoxelRenderer.draw(shape, look.turn(frame), picture, 0, 0, SIDE, FINE);
            for (int rgb : picture.getRGB(0, 0, SIDE, SIDE, null, 0, SIDE)) {
                pixels[place++] = (byte) (rgb >> 16);
                pixels[place++] = (byte) (rgb >> 8);
                pixels[place++] = (byte) rgb;
            }
        }
        return pixels;
    }

    private Models.Model model(Split split, int index) {
        return models().of(split).get(index / CLIPS_OF_EACH);
    }

    private synchronized Models models() {
        Models loaded = models == null ? Models.load() : models;
        models = loaded;
        return loaded;
    }

    @Override
    public String csv(Split split) {
        StringBuilder csv = new StringBuilder("index,model,class,start,hue\n");
        for (int i = 0; i < count(split); i++) {
            Models.Model model = model(split, i);
            Look look = Look.of(split, i);
            csv.append(String.format(
                    Locale.ROOT,
                    "%d,%s,%s,%.3f,%.3f%n",
                    i,
                    model.name(),
                    models().classes().get(model.label()),
                    look.start(),
                    look.hue()));
        }
        return csv.toString();
    }
}
