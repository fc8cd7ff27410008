package dev.duello.spark;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.data.Split;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import dev.duello.metric.FeatureNetwork;
import dev.duello.metric.ImageSource;
import java.io.Serializable;

/**
 * All that an executor needs to measure a part of either side.
 *
 * @param seed of the fakes
 * @param data name or path of the real images
 * @param split which part of them
 * @param fingerprint of the real images as the driver sees them
 */
record EvaluationTask(
        ShippedModel model, long seed, ShippedFeatures features, String data, Split split, String fingerprint)
        implements Serializable {

    /** Real images as a model's samples are compared with. */
    static Dataset open(String data, Split split, SampleFormat format) {
        return Datasets.open(data, LoadOptions.DEFAULT.withSplit(split).withFormat(format));
    }

    /** @throws DataException when this machine sees other real images than the driver */
    ShippedMoments moments(EvaluationPart part) {
        try (LocalModel local = LocalModel.open(model);
                FeatureNetwork network = features.open(local.model().format())) {
            if (!part.real()) {
                return part.moments(
                        new GeneratedImages(local.model(), seed, part.from(), part.to(), part.total()), network);
            }
            try (Dataset reals = open(data, split, local.model().format())) {
                if (!reals.fingerprint().equals(fingerprint)) {
                    throw new DataException(
                            "The images in " + data + " are not the same on all machines: put them where all"
                                    + " see the same, or prepare them as one file.");
                }
                return part.moments(ImageSource.of(reals, part.total()), network);
            }
        }
    }
}
