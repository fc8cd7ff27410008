package dev.duello.metric;

/** How many of the real shapes a fake is nearest to: {@link ShapeSets}. */
record ShapeCoverage(ShapeDistance distance) implements Metric {
    @Override
    public String name() {
        return "coverage-" + distance.key();
    }

    @Override
    public Best best() {
        return Best.HIGHEST;
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
        return "Share of real shapes that are the nearest real of a fake, by " + distance.words()
                + " (Yang et al., 2019).";
    }

    @Override
    public String good() {
        return "From 0 to 1; its floor is below 1, since some shapes lie nearest to several.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return samples.once(new ShapeSets.By(distance)).coverage();
    }
}
