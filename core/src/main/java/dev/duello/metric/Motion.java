package dev.duello.metric;

/** Whether fakes move as much as reals: {@link ClipStatistics#motion}. */
final class Motion implements Metric {
    @Override
    public String name() {
        return "motion";
    }

    @Override
    public Best best() {
        return Best.LOWEST;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.clips(2);
    }

    @Override
    public String help() {
        return "Of clips: how far the distribution of motion, the mean absolute change of a pixel from frame to frame, is from that of"
                + " the reals (Wasserstein-1 distance).";
    }

    @Override
    public String good() {
        return "0 where fakes move as much and as differently as reals; in gray levels, 0 to 255; it does not look at where things go.";
    }

    @Override
    public boolean isBiased() {
        return true;
    }

    @Override
    public double compute(RealAndFake samples) {
        return Wasserstein.between(
                samples.real().once(ClipStatistics.OF_CLIPS).motion(),
                samples.fake().once(ClipStatistics.OF_CLIPS).motion());
    }
}
