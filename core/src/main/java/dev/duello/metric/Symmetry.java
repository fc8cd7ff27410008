package dev.duello.metric;

import java.util.stream.IntStream;

/** How alike the left and the right of shapes are. */
final class Symmetry implements Metric {
    @Override
    public String name() {
        return "symmetry";
    }

    @Override
    public Best best() {
        return Best.HIGHEST;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.shapes(1);
    }

    @Override
    public String help() {
        return "Intersection over union of a fake shape and its mirror image, left for right, as the mean over fakes.";
    }

    @Override
    public String good() {
        return "From 0 to 1; that of reals, its floor, is the goal.";
    }

    @Override
    public double compute(RealAndFake samples) {
        Occupancy shapes = samples.fake().once(Occupancy.OF_SAMPLES);
        return IntStream.range(0, shapes.count())
                .mapToDouble(i -> Occupancy.symmetry(shapes.cells()[i], shapes.side()))
                .average()
                .orElseThrow();
    }
}
