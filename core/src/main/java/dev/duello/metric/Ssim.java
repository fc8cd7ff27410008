package dev.duello.metric;

/** {@link StructuralSimilarity}, as the mean over images. */
final class Ssim implements Metric {
    @Override
    public String name() {
        return "ssim";
    }

    @Override
    public Best best() {
        return Best.HIGHEST;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.pixels(1, Integer.MAX_VALUE, StructuralSimilarity.WINDOW);
    }

    @Override
    public boolean isPaired() {
        return true;
    }

    @Override
    public String help() {
        return "Structural similarity of translated images with their targets, in windows of 11x11 pixels (Wang et al., 2004).";
    }

    @Override
    public String good() {
        return "1 for equal images; 0 for images that have nothing in common.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return PairedImages.mean(samples, StructuralSimilarity::of);
    }
}
