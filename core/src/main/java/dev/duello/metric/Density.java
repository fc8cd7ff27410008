package dev.duello.metric;

/** How densely reals surround the fakes: {@link DensityCoverage}. */
final class Density implements Metric {
    @Override
    public String name() {
        return "density";
    }

    @Override
    public Best best() {
        return Best.HIGHEST;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.features(NearestNeighborBalls.leastPoints(DensityCoverage.DEFAULT_K));
    }

    @Override
    public String help() {
        return "How densely reals surround the fakes, by the fifth nearest neighbor: precision that outliers do not"
                + " raise (Naeem et al., 2020).";
    }

    @Override
    public String good() {
        return "From 0; about 1 for reals, and more is possible.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return samples.once(DensityCoverage.OF_FEATURES).density();
    }
}
