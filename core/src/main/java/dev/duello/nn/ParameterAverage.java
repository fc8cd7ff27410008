package dev.duello.nn;

import dev.duello.torch.GradientMode;
import dev.duello.torch.TensorScope;

/**
 * An exponential moving average of all numbers of a network or a group, which makes better samples than they themselves at any one
 * moment. Running statistics are averaged too, so that they fit the averaged weights.
 */
public final class ParameterAverage {
    private final Parameters source;
    private final Parameters average;
    private final double halfLifeImages;
    private final double rampUp;

    /**
     * Starts with the numbers of {@code source}.
     *
     * @param average receives the average; it belongs to whoever gave it, as {@code source} does
     * @param halfLifeKimg thousands of images after which half of the average is newer
     * @param rampUp early on the half-life is at most this share of the images seen, so that the first, bad weights are soon
     *     forgotten (Karras et al., 2020, use 0.05); 0 for no ramp
     */
    public ParameterAverage(Parameters source, Parameters average, double halfLifeKimg, double rampUp) {
        this.source = source;
        this.average = average;
        this.halfLifeImages = halfLifeKimg * 1000;
        this.rampUp = rampUp;
        follow(0);
    }

    /**
     * Takes in the source's present numbers.
     *
     * @param imagesSeen by the source so far, this batch included
     * @param batch images seen since the last call
     */
    public void update(long imagesSeen, int batch) {
        double halfLife = rampUp > 0 ? Math.min(halfLifeImages, imagesSeen * rampUp) : halfLifeImages;
        follow(Math.pow(0.5, batch / Math.max(halfLife, 1e-8)));
    }

    private void follow(double keep) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            average.trained().lerp_(source.trained(), 1 - keep);
            average.statistics().lerp_(source.statistics(), 1 - keep);
        }
    }
}
