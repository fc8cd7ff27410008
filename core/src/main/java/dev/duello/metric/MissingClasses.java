package dev.duello.metric;

/** What was dropped: {@link ClassHistogram#missing}. */
final class MissingClasses implements Metric {
    @Override
    public String name() {
        return "missing-classes";
    }

    @Override
    public Best best() {
        return Best.LOWEST;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.classes(2);
    }

    @Override
    public String help() {
        return "Number of classes that no fake belongs to.";
    }

    @Override
    public String good() {
        return "0 where every class occurs; with few samples chance alone may leave a class out.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return samples.fake().once(ClassHistogram.OF_LOGITS).missing().size();
    }
}
