package dev.duello.metric;

/** How realistic the fakes are: {@link PrecisionRecall}. */
final class Precision implements Metric {
    @Override
    public String name() {
        return "precision";
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
        return "Share of fakes that look real: inside the reals' manifold, estimated by the third nearest neighbor"
                + " (Kynkäänniemi et al., 2019).";
    }

    @Override
    public String good() {
        return "From 0 to 1; a high one beside a low recall is mode collapse.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return samples.once(PrecisionRecall.OF_FEATURES).precision();
    }
}
