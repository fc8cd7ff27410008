package dev.duello.metric;

/** Whether what is seen stays what it is over a clip as it does in reals: {@link ClipStatistics#drift}. */
final class ContentDrift implements Metric {
    @Override
    public String name() {
        return "content-drift";
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
        return "Of clips: how far the distribution of drift, the share of a frame whose colors are not those of the first frame, is from"
                + " that of the reals (Wasserstein-1 distance).";
    }

    @Override
    public String good() {
        return "0 where contents stay as they do in reals, at most 1; a static clip of a set whose clips hardly drift has it as well.";
    }

    @Override
    public boolean isBiased() {
        return true;
    }

    @Override
    public double compute(RealAndFake samples) {
        return Wasserstein.between(
                samples.real().once(ClipStatistics.OF_CLIPS).drift(),
                samples.fake().once(ClipStatistics.OF_CLIPS).drift());
    }
}
