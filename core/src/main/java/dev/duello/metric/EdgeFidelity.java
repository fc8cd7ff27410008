package dev.duello.metric;

import dev.duello.torch.DType;
import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;

/**
 * Whether edges are where they are in the target: the correlation of the lengths of both gradients of brightness, by the filters of Sobel,
 * over the pixels of each image that have all neighbors, as the mean over images. After the index of Sattar et al. (1997), which
 * correlates what another high-pass filter leaves.
 */
final class EdgeFidelity implements Metric {
    private static final int WINDOW = 3;
    /** Images without any edge agree with each other, and with no other. */
    private static final double SMALLEST_VARIANCE = 1e-8;
    /** Of red, green and blue in brightness (BT.601). */
    private static final double[] BRIGHTNESS = {0.299, 0.587, 0.114};

    private static final double[] ACROSS = {-1, 0, 1, -2, 0, 2, -1, 0, 1};
    private static final double[] DOWN = {-1, -2, -1, 0, 0, 0, 1, 2, 1};

    @Override
    public String name() {
        return "edge-fidelity";
    }

    @Override
    public Best best() {
        return Best.HIGHEST;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.pixels(1, Integer.MAX_VALUE, WINDOW);
    }

    @Override
    public boolean isPaired() {
        return true;
    }

    @Override
    public String help() {
        return "Correlation of the edges of translated images with those of their targets, by the filters of Sobel.";
    }

    @Override
    public String good() {
        return "1 where edges have the same places and strengths; 0 where they have nothing in common.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return PairedImages.mean(samples, (target, image) -> {
            Tensor a = edges(target);
            Tensor b = edges(image);
            Tensor together = a.multiply(b).mean(1).add(SMALLEST_VARIANCE);
            Tensor alone = variance(a).multiply(variance(b)).sqrt();
            return together.divide(alone);
        });
    }

    private static Tensor variance(Tensor edges) {
        return edges.square().mean(1).add(SMALLEST_VARIANCE);
    }

    /** {@code [N, pixels]} with the mean 0. @param images {@code [N, C, H, W]} */
    private static Tensor edges(Tensor images) {
        Tensor gray = brightness(images);
        Tensor lengths = filtered(gray, ACROSS)
                .square()
                .add(filtered(gray, DOWN).square())
                .sqrt()
                .reshape(images.size(0), -1);
        return lengths.subtract(lengths.mean(1).reshape(images.size(0), 1));
    }

    private static Tensor brightness(Tensor images) {
        if (images.size(1) < BRIGHTNESS.length) {
            return images.narrow(1, 0, 1);
        }
        Tensor sum = images.narrow(1, 0, 1).multiply(BRIGHTNESS[0]);
        for (int channel = 1; channel < BRIGHTNESS.length; channel++) {
            sum = sum.add(images.narrow(1, channel, 1).multiply(BRIGHTNESS[channel]));
        }
        return sum;
    }

    private static Tensor filtered(Tensor gray, double[] taps) {
        Tensor kernel = Tensors.of(taps, 1, 1, WINDOW, WINDOW).to(DType.FLOAT64);
        return Functions.convolution(gray, kernel, null, new long[] {1, 1}, new long[] {0, 0}, 1);
    }
}
