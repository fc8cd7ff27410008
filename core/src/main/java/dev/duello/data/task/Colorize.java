package dev.duello.data.task;

import dev.duello.data.DataException;
import dev.duello.data.image.ImageFormat;
import java.util.List;
import java.util.SplittableRandom;

/** The source is gray: the brightness of each pixel by the weights of ITU-R BT.601. */
record Colorize() implements Task {
    @Override
    public boolean takesNumber() {
        return false;
    }

    @Override
    public ImageFormat sourceFormat(ImageFormat target) {
        if (target.channels() == 1) {
            throw new DataException(
                    "Images to learn colors from must have some, and these are gray: with --channels 3 they are read as"
                            + " color, or name other images.");
        }
        return new ImageFormat(1, target.height(), target.width());
    }

    @Override
    public byte[] source(byte[] image, ImageFormat format, SplittableRandom random) {
        return Pixels.bytes(Pixels.luminance(image, format.channels()));
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(new Baseline("gray", Pixels::converted));
    }
}
