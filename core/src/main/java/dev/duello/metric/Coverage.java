package dev.duello.metric;

/** How many of the reals have a fake near by: {@link DensityCoverage}. */
final class Coverage implements Metric {
    @Override
    public String name() {
        return "coverage";
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
        return "Share of reals that have a fake nearer than their fifth nearest real: recall that outliers do not"
                + " raise (Naeem et al., 2020).";
    }

    @Override
    public String good() {
        return "From 0 to 1; near 1 for reals, lower for fewer fakes.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return samples.once(DensityCoverage.OF_FEATURES).coverage();
    }
}
