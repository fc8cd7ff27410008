package dev.duello.metric;

/** The kernel distance: {@link KernelDistance}. */
final class Kid implements Metric {
    @Override
    public String name() {
        return "kid";
    }

    @Override
    public Best best() {
        return Best.LOWEST;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.features(2);
    }

    @Override
    public String help() {
        return "Distance between the distributions of features by a cubic kernel, unbiased for few samples: the mean"
                + " over 100 subsets of at most 1,000 (Bińkowski et al., 2018).";
    }

    @Override
    public String good() {
        return "Around 0 for equal distributions, where it may be negative.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return KernelDistance.between(samples.real().features(), samples.fake().features(), samples.seed())
                .mean();
    }
}
