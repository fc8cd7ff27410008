package dev.duello.metric;

import java.util.HashSet;
import java.util.List;

/** How many different texts there are among the fakes, for each of them. */
final class Distinctness implements Metric {
    @Override
    public String name() {
        return "distinctness";
    }

    @Override
    public Best best() {
        return Best.HIGHEST;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.texts(1);
    }

    @Override
    public String help() {
        return "Number of different texts among the fake ones, divided by the number of these.";
    }

    @Override
    public String good() {
        return "1 where no two are equal; much less than its floor means mode collapse.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return share(samples.fake().once(NgramDivergence.LINES));
    }

    static double share(List<String> fakes) {
        return (double) new HashSet<>(fakes).size() / fakes.size();
    }
}
