package dev.duello.data.task;

import dev.duello.data.DataException;
import dev.duello.data.image.ImageFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The source is smaller, by an antialiased bicubic filter, as one that reads photographs in a smaller size would.
 *
 * @param factor how many times smaller each side is: 2, 4 or 8
 */
record SuperResolution(int factor) implements Task {
    SuperResolution {
        if (factor != 2 && factor != 4 && factor != 8) {
            throw new DataException("Images are enlarged 2, 4 or 8 times: write super-resolution:4, for example.");
        }
    }

    @Override
    public ImageFormat sourceFormat(ImageFormat target) {
        if (target.height() % factor != 0 || target.width() % factor != 0) {
            throw new DataException("Images of " + target + " cannot be made " + factor
                    + " times smaller without a rest: choose a --size whose sides " + factor + " divides.");
        }
        return new ImageFormat(target.channels(), target.height() / factor, target.width() / factor);
    }

    @Override
    public byte[] source(byte[] image, ImageFormat format, SplittableRandom random) {
        return Pixels.resized(image, format, format.height() / factor, format.width() / factor);
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(new Baseline("nearest", SuperResolution::nearest), new Baseline("bicubic", Pixels::converted));
    }

    private static byte[] nearest(byte[] source, ImageFormat from, ImageFormat to) {
        int c = from.channels();
        byte[] result = new byte[to.height() * to.width() * c];
        for (int y = 0; y < to.height(); y++) {
            for (int x = 0; x < to.width(); x++) {
                int at = (y * from.height() / to.height() * from.width() + x * from.width() / to.width()) * c;
                System.arraycopy(source, at, result, (y * to.width() + x) * c, c);
            }
        }
        return Pixels.channels(result, c, to.channels());
    }
}
