package dev.duello.metric;

/** Whether the nearest other shape is of the same set: {@link ShapeSets}. */
record NeighborAccuracy(ShapeDistance distance) implements Metric {
    @Override
    public String name() {
        return "nn-accuracy-" + distance.key();
    }

    @Override
    public Best best() {
        return Best.HALF;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.shapes(2);
    }

    @Override
    public boolean isBiased() {
        return true;
    }

    @Override
    public String help() {
        return "How often the nearest other shape, by " + distance.words()
                + ", is of the same set, reals or fakes (1-NNA; Yang et al., 2019).";
    }

    @Override
    public String good() {
        return "0.5 where fakes cannot be told from reals, 1 where they lie apart; less than 0.5 tells of copies.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return samples.once(new ShapeSets.By(distance)).accuracy();
    }
}
