package dev.duello.metric;

/** How differently both sides are textured: {@link SlicedWasserstein}. */
final class Swd implements Metric {
    /** Patches of so many images say all that the distance can tell, and more would not fit in memory. */
    private static final int MOST = 2048;

    @Override
    public String name() {
        return "swd";
    }

    @Override
    public Best best() {
        return Best.LOWEST;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.pixels(2, MOST, LaplacianPyramid.SMALLEST_SIDE);
    }

    @Override
    public String help() {
        return "Sliced Wasserstein distance between 7x7 patches of the pixels at every scale, without a feature"
                + " network (Karras et al., 2018).";
    }

    @Override
    public String good() {
        return "0 for equal images; below its floor it says nothing more.";
    }

    @Override
    public double compute(RealAndFake samples) {
        int count = Math.min(MOST, samples.fewer());
        return SlicedWasserstein.between(
                        samples.real().pixels(count), samples.fake().pixels(count), samples.seed())
                .mean();
    }
}
