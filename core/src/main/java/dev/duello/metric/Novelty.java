package dev.duello.metric;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which share of the fake texts is none of the reals, character by character. */
final class Novelty implements Metric {
    @Override
    public String name() {
        return "novelty";
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
        return "Share of the fake texts that are none of the real ones.";
    }

    @Override
    public String good() {
        return "1 where none is a copy, which nonsense is not either: read it with jsd-4.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return share(samples.real().once(NgramDivergence.LINES), samples.fake().once(NgramDivergence.LINES));
    }

    static double share(List<String> reals, List<String> fakes) {
        Set<String> known = new HashSet<>(reals);
        return (double) fakes.stream().filter(text -> !known.contains(text)).count() / fakes.size();
    }
}
