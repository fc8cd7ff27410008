package dev.duello.data.task;

import dev.duello.data.DataException;
import dev.duello.data.image.ImageFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The source is blurred by a Gaussian.
 *
 * @param sigma its standard deviation in pixels
 */
record Deblur(double sigma) implements Task {
    Deblur {
        if (!(sigma > 0 && sigma <= 20)) {
            throw new DataException(
                    "The standard deviation of the blur is more than 0 and at most 20 pixels: write deblur:1.5, for"
                            + " example.");
        }
    }

    @Override
    public ImageFormat sourceFormat(ImageFormat target) {
        return target;
    }

    @Override
    public byte[] source(byte[] image, ImageFormat format, SplittableRandom random) {
        return Blur.of(image, format, sigma);
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(Baseline.SOURCE);
    }
}
