package dev.duello.metric;

/** {@link StructuralSimilarity#multiScale}, as the mean over images. */
final class MsSsim implements Metric {
    @Override
    public String name() {
        return "ms-ssim";
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
        return "The same at up to five scales, each half as large, as many as images have room for (Wang et al., 2003).";
    }

    @Override
    public String good() {
        return "1 for equal images; smaller images have fewer scales, so that only equal sizes are compared.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return PairedImages.mean(samples, StructuralSimilarity::multiScale);
    }
}
