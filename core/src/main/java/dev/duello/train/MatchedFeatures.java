package dev.duello.train;

import dev.duello.data.Dataset;
import dev.duello.learn.FeatureMaps;
import dev.duello.learn.SettingException;
import dev.duello.metric.EvaluationProgress;
import dev.duello.metric.FeatureNetwork;
import dev.duello.metric.FeatureNetworks;
import org.jspecify.annotations.Nullable;

/** The network that measures, for a learner that compares images by what it sees. The learner is closed before it. */
record MatchedFeatures(
        @Nullable FeatureNetwork network, @Nullable FeatureMaps maps) implements AutoCloseable {
    /**
     * Opens it where the learner asks for it, and trains a classifier at first use.
     *
     * @param images what such a classifier is trained on
     * @throws SettingException when the network gives no gradient
     */
    static MatchedFeatures of(Experiment experiment, Dataset images, EvaluationProgress progress) {
        if (!experiment.settings().matchesFeatures()) {
            return new MatchedFeatures(null, null);
        }
        String name = experiment.evaluation().features();
        FeatureNetwork network = FeatureNetworks.open(name, images, progress);
        FeatureMaps maps = network.maps().orElse(null);
        if (maps == null) {
            network.close();
            throw new SettingException(
                    "evaluation.features: " + name
                            + " gives no gradient to compare images by, as loss.features asks for: choose classifier or random.");
        }
        return new MatchedFeatures(network, maps);
    }

    @Override
    public void close() {
        if (network != null) {
            network.close();
        }
    }
}
