package dev.duello.data.task;

import dev.duello.data.DataException;
import dev.duello.data.image.ImageFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The source has Gaussian noise, another in each pixel and channel; transparency has none.
 *
 * @param sigma standard deviation of the noise, of values from 0 to 255
 */
record Denoise(double sigma) implements Task {
    Denoise {
        if (!(sigma > 0 && sigma <= 255)) {
            throw new DataException(
                    "The standard deviation of the noise is more than 0 and at most 255: write denoise:25,"
                            + " for example.");
        }
    }

    @Override
    public ImageFormat sourceFormat(ImageFormat target) {
        return target;
    }

    @Override
    public byte[] source(byte[] image, ImageFormat format, SplittableRandom random) {
        byte[] noisy = image.clone();
        for (int i = 0; i < noisy.length; i++) {
            if (format.channels() < 4 || i % 4 < 3) {
                noisy[i] = Pixels.rounded((noisy[i] & 255) + sigma * random.nextGaussian());
            }
        }
        return noisy;
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(
                Baseline.SOURCE, new Baseline("gaussian blur", (source, from, to) -> Blur.of(source, from, 0.8)));
    }
}
