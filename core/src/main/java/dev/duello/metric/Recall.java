package dev.duello.metric;

/** How much of what is real can be generated: {@link PrecisionRecall}. */
final class Recall implements Metric {
    @Override
    public String name() {
        return "recall";
    }

    @Override
    public Best best() {
        return Best.HIGHEST;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.features(NearestNeighborBalls.leastPoints(PrecisionRecall.DEFAULT_K));
    }

    @Override
    public String help() {
        return "Share of reals that the generator could have made: inside the fakes' manifold, estimated as for"
                + " precision (Kynkäänniemi et al., 2019).";
    }

    @Override
    public String good() {
        return "From 0 to 1; one far below the floor says that variety is missing.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return samples.once(PrecisionRecall.OF_FEATURES).recall();
    }
}
