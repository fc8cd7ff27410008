package dev.duello.metric;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;

/** The peak signal-to-noise ratio of each image, {@code -10 log10 MSE} of values in [0, 1], as the mean over images. */
final class Psnr implements Metric {
    /** Gives equal images 100 dB in the place of infinity. */
    private static final double SMALLEST = 1e-10;

    @Override
    public String name() {
        return "psnr";
    }

    @Override
    public Best best() {
        return Best.HIGHEST;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.pixels(1, Integer.MAX_VALUE, 1);
    }

    @Override
    public boolean isPaired() {
        return true;
    }

    @Override
    public String help() {
        return "Peak signal-to-noise ratio of translated images against their targets, in dB, as the mean over images.";
    }

    @Override
    public String good() {
        return "20 to 40 are usual; 100 at most, which equal images have.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return PairedImages.mean(samples, (target, image) -> {
            Tensor differences = image.subtract(target).square();
            Tensor error = differences.reshape(target.size(0), -1).mean(1);
            return Functions.log(error.clamp_(SMALLEST, 1)).multiply(-10 / Math.log(10));
        });
    }
}
