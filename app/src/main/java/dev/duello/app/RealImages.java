package dev.duello.app;

import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import dev.duello.metric.EvaluationProgress;
import dev.duello.metric.FeatureNetwork;
import dev.duello.metric.FeatureNetworks;

/** The real images that others are compared with. Whoever opens them closes them. */
record RealImages(String source, LoadOptions options, Dataset images) implements AutoCloseable {

    /** @throws dev.duello.data.DataException when there are fewer than two */
    static RealImages open(String source, LoadOptions options) {
        Dataset images = Datasets.open(source, options);
        if (images.size() < 2) {
            images.close();
            throw EvaluatedImages.tooFew(source, 1);
        }
        return new RealImages(source, options, images);
    }

    /**
     * The network to look at them with. It is the training part's whichever part these are, so that numbers against either have
     * it in common. The caller closes it.
     *
     * @param name as in {@link FeatureNetworks#open}
     */
    FeatureNetwork network(String name, EvaluationProgress progress) {
        if (options.split() == Split.TRAIN) {
            return FeatureNetworks.open(name, images, progress);
        }
        try (Dataset training =
                Datasets.open(source, options.withFormat(images.format()).withSplit(Split.TRAIN))) {
            return FeatureNetworks.open(name, training, progress);
        }
    }

    @Override
    public void close() {
        images.close();
    }
}
