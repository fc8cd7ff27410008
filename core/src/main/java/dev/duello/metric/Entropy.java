package dev.duello.metric;

/** How even the classes of the fakes are: {@link ClassHistogram#normalisedEntropy}. */
final class Entropy implements Metric {
    @Override
    public String name() {
        return "entropy";
    }

    @Override
    public Best best() {
        return Best.HIGHEST;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.classes(2);
    }

    @Override
    public String help() {
        return "How even the classes of the fakes are: the entropy of their counts, divided by its largest value.";
    }

    @Override
    public String good() {
        return "From 0, one class alone, to 1, all equally frequent; that of the reals is the goal.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return samples.fake().once(ClassHistogram.OF_LOGITS).normalisedEntropy();
    }
}
