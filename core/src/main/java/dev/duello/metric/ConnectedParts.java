package dev.duello.metric;

import java.util.stream.IntStream;

/** In how many parts shapes are. */
final class ConnectedParts implements Metric {
    @Override
    public String name() {
        return "parts";
    }

    @Override
    public Best best() {
        return Best.LOWEST;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.shapes(1);
    }

    @Override
    public String help() {
        return "Connected parts of a fake shape, whose cells touch at least at a corner, as the mean over fakes.";
    }

    @Override
    public String good() {
        return "1 where all is in one piece; that of reals, its floor, is the goal, and more are crumbs.";
    }

    @Override
    public double compute(RealAndFake samples) {
        Occupancy shapes = samples.fake().once(Occupancy.OF_SAMPLES);
        return IntStream.range(0, shapes.count())
                .mapToDouble(i -> Occupancy.parts(shapes.cells()[i], shapes.side()))
                .average()
                .orElseThrow();
    }
}
