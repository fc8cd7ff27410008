package dev.duello.data.task;

import dev.duello.data.DataException;
import dev.duello.data.image.ImageFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The source has a hole, where it is wholly transparent and black; elsewhere it is the opaque image. By chance the hole is one or
 * two boxes, a stroke as of a brush, or half of the image.
 */
record Inpaint() implements Task {
    @Override
    public boolean takesNumber() {
        return false;
    }

    @Override
    public boolean cutsHoles() {
        return true;
    }

    @Override
    public ImageFormat sourceFormat(ImageFormat target) {
        if (target.channels() == 4) {
            throw new DataException("Holes are where an image is transparent, so that the images to learn from must be"
                    + " opaque: leave out --channels 4.");
        }
        return new ImageFormat(4, target.height(), target.width());
    }

    @Override
    public byte[] source(byte[] image, ImageFormat format, SplittableRandom random) {
        boolean[] hole = Holes.draw(format.height(), format.width(), random);
        byte[] source = Pixels.channels(image, format.channels(), 4);
        for (int i = 0; i < hole.length; i++) {
            if (hole[i]) {
                for (int channel = 0; channel < 4; channel++) {
                    source[4 * i + channel] = 0;
                }
            }
        }
        return source;
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(new Baseline("mean fill", Filling::mean), new Baseline("diffusion fill", Filling::diffusion));
    }
}
