package dev.duello.nn;

import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.GradientMode;
import dev.duello.torch.TensorScope;

/**
 * An exponential moving average of a network's numbers, which makes better samples than the network itself at any one moment.
 * Running statistics are averaged too, so that they fit the averaged weights. Whoever makes it closes it.
 */
public final class MovingAverage implements AutoCloseable {
    private final Network source;
    private final Network average;
    private final double halfLifeImages;
    private final double rampUp;

    /**
     * Starts as a copy of {@code source}.
     *
     * @param halfLifeKimg thousands of images after which half of the average is newer
     * @param rampUp early on the half-life is at most this share of the images seen, so that the first, bad weights are soon
     *     forgotten (Karras et al., 2020, use 0.05); 0 for no ramp
     */
    public MovingAverage(Network source, double halfLifeKimg, double rampUp) {
        this.source = source;
        this.halfLifeImages = halfLifeKimg * 1000;
        this.rampUp = rampUp;
        try (CloseOnFailure opened = new CloseOnFailure()) {
            this.average = opened.add(Network.blank(source.architecture(), source.device(), source.precision()));
            follow(0);
            opened.succeeded();
        }
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
            average.parameters().trained().lerp_(source.parameters().trained(), 1 - keep);
            average.parameters().statistics().lerp_(source.parameters().statistics(), 1 - keep);
        }
    }

    /** The averaged network; owned by this object. */
    public Network network() {
        return average;
    }

    @Override
    public void close() {
        average.close();
    }
}
