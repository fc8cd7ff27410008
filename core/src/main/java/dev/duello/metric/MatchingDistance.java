package dev.duello.metric;

/** How near the nearest fake of a real shape is: {@link ShapeSets}. */
record MatchingDistance(ShapeDistance distance) implements Metric {
    @Override
    public String name() {
        return "mmd-" + distance.key();
    }

    @Override
    public Best best() {
        return Best.LOWEST;
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
        return "Minimum matching distance: the mean distance from a real shape to its nearest fake, by "
                + distance.words() + ".";
    }

    @Override
    public String good() {
        return "0 where every real has a copy; below its floor it tells of copies.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return samples.once(new ShapeSets.By(distance)).matching();
    }
}
