package dev.duello.gan.diagnosis;

import dev.duello.torch.Tensor;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** What a discriminator says about some images, the higher, the more real. */
record Logits(double[] values) {
    static final Logits NONE = new Logits(new double[0]);

    /** These and more. */
    Logits and(Tensor logits) {
        return new Logits(DoubleStream.concat(Arrays.stream(values), Arrays.stream(logits.toDoubles()))
                .toArray());
    }

    /** The share of pairs, one of each side, in which this side's is the higher; a tie counts half. */
    double above(Logits others) {
        double above = 0;
        for (double value : values) {
            for (double other : others.values) {
                above += value > other ? 1 : value == other ? 0.5 : 0;
            }
        }
        return above / ((double) values.length * others.values.length);
    }

    /** By how many standard deviations, the mean one of both sides, this side's mean is higher; 0 when nothing varies. */
    double margin(Logits others) {
        double deviation = Math.sqrt((variance() + others.variance()) / 2);
        return deviation == 0 ? 0 : (mean() - others.mean()) / deviation;
    }

    /** Standard deviation of both sides together, each with the same weight. */
    double deviation(Logits others) {
        double difference = (mean() - others.mean()) / 2;
        return Math.sqrt((variance() + others.variance()) / 2 + difference * difference);
    }

    private double mean() {
        return Arrays.stream(values).average().orElseThrow();
    }

    private double variance() {
        double mean = mean();
        return Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
    }
}
