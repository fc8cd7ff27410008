package dev.duello.metric;

/** The Fréchet distance; with Inception features what papers call FID: {@link FrechetDistance}. */
final class Fid implements Metric {
    @Override
    public String name() {
        return "fid";
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
        return "Fréchet distance between the distributions of features, as if both were Gaussian (Heusel et al.,"
                + " 2017).";
    }

    @Override
    public String good() {
        return "0 for equal distributions; fewer samples raise it, and features of another network change its scale.";
    }

    @Override
    public boolean isBiased() {
        return true;
    }

    @Override
    public double compute(RealAndFake samples) {
        if (Math.max(samples.real().count(), samples.fake().count())
                < samples.real().features().size(1)) {
            return FrechetDistance.between(
                    samples.real().features(), samples.fake().features());
        }
        return FrechetDistance.between(
                samples.real().once(Moments.OF_FEATURES), samples.fake().once(Moments.OF_FEATURES));
    }
}
