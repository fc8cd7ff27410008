package dev.duello.spark;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.metric.EvaluationProgress;
import dev.duello.metric.FeatureNetwork;
import dev.duello.metric.FeatureNetworks;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A feature network on its way to other machines, which have neither its file nor the data that a classifier is trained on.
 *
 * @param kind which one, never {@code auto}
 * @param network its name, with the hash of its weights
 * @param weights the bytes of its file; null for one that needs none
 */
record ShippedFeatures(String kind, String network, byte @Nullable [] weights) implements Serializable {
    /**
     * Opens the network here first, which may train a classifier.
     *
     * @throws DataException when there is no such network for these images
     */
    static ShippedFeatures of(String name, Dataset reals) {
        try (FeatureNetwork network = FeatureNetworks.open(name, reals, EvaluationProgress.NONE)) {
            String kind = FeatureNetworks.resolve(name, reals);
            Optional<Path> file = FeatureNetworks.file(kind, reals);
            return new ShippedFeatures(kind, network.name(), file.isEmpty() ? null : Files.readAllBytes(file.get()));
        } catch (IOException e) {
            throw new DataException("The feature network " + name + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Opens it on any machine; the caller closes it. */
    FeatureNetwork open(SampleFormat format) {
        if (weights == null) {
            return FeatureNetworks.open(kind, Optional.empty(), format);
        }
        try {
            Path file = Files.createTempFile("duello-features-", ".weights");
            try {
                Files.write(file, weights);
                return FeatureNetworks.open(kind, Optional.of(file), format);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new DataException("The feature network " + kind + " cannot be unpacked: " + e.getMessage() + ".", e);
        }
    }
}
