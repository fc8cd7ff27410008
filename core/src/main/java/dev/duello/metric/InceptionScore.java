package dev.duello.metric;

/** The score of any classifier, called so after the first one: {@link ClassifierScore}. */
final class InceptionScore implements Metric {
    @Override
    public String name() {
        return "is";
    }

    @Override
    public Best best() {
        return Best.HIGHEST;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.classes(ClassifierScore.DEFAULT_SPLITS);
    }

    @Override
    public String help() {
        return "Classifier score (inception score): how sure the classifier is of each fake, and how varied the"
                + " classes are over all (Salimans et al., 2016).";
    }

    @Override
    public String good() {
        return "From 1 to the number of classes; it does not see the reals.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return ClassifierScore.of(samples.fake().logits(), samples.seed()).mean();
    }
}
