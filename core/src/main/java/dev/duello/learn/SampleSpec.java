package dev.duello.learn;

import dev.duello.nn.Shape;
import java.util.List;

/**
 * What the samples are like that a learner learns from.
 *
 * @param shape of one, {@code [C, spatial...]}
 * @param classShares how often each class occurs, by label; empty for a learner that is to know none
 */
public record SampleSpec(Shape shape, List<Double> classShares) {
    public SampleSpec {
        classShares = List.copyOf(classShares);
    }

    public int classes() {
        return classShares.size();
    }
}
