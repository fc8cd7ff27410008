package dev.duello.metric;

import java.util.stream.IntStream;

/** How often the classifier tells the class that a sample was made as: {@link ImageSource#labels}. */
final class LabelAccuracy implements Metric {
    @Override
    public String name() {
        return "label-accuracy";
    }

    @Override
    public Best best() {
        return Best.HIGHEST;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.classes(1);
    }

    @Override
    public boolean isConditional() {
        return true;
    }

    @Override
    public String help() {
        return "Share of the fakes of which the classifier tells the class that they were made as.";
    }

    @Override
    public String good() {
        return "From 0 to 1; the floor is what the classifier tells of real samples, and 1 divided by the number of classes is chance.";
    }

    @Override
    public double compute(RealAndFake samples) {
        int[] made = samples.fake().source().labels();
        if (made.length != samples.fake().count()) {
            throw new IllegalArgumentException("Nothing tells which class each sample was made as.");
        }
        long[] told = samples.fake().labels();
        return (double) IntStream.range(0, made.length)
                        .filter(i -> told[i] == made[i])
                        .count()
                / made.length;
    }
}
