package dev.duello.metric;

import dev.duello.torch.DType;
import dev.duello.torch.Tensor;

/** The Euclidean distance of features of each image from those of its target, as the mean over images. */
final class FeatureDistance implements Metric {
    @Override
    public String name() {
        return "feature-distance";
    }

    @Override
    public Best best() {
        return Best.LOWEST;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.features(1);
    }

    @Override
    public boolean isPaired() {
        return true;
    }

    @Override
    public String help() {
        return "Mean distance between the features of translated images and those of their targets.";
    }

    @Override
    public String good() {
        return "0 for equal images; features of another network change its scale.";
    }

    @Override
    public double compute(RealAndFake samples) {
        Tensor targets = samples.real().features().to(DType.FLOAT64);
        Tensor images = samples.fake().features().to(DType.FLOAT64);
        return images.subtract(targets).square().sum(1).sqrt().mean().item();
    }
}
