package dev.duello.metric;

/** A metric of another library: {@code META-INF/services/dev.duello.metric.Metric} of the tests names it. */
public final class Brightness implements Metric {
    private static final int MOST = 1000;

    @Override
    public String name() {
        return "brightness-2";
    }

    @Override
    public Best best() {
        return Best.LOWEST;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.pixels(1, MOST, 1);
    }

    @Override
    public String help() {
        return "How far the mean pixel of the fakes is from that of the reals, of 2.";
    }

    @Override
    public String good() {
        return "0 when both are equally bright.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return Math.abs(mean(samples.real()) - mean(samples.fake()));
    }

    private static double mean(Samples samples) {
        return samples.pixels(Math.min(MOST, samples.count())).mean().item();
    }
}
