package dev.duello.autoencoder;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.torch.Device;

/** What the codes of an autoencoder are taken to be distributed as. */
public enum LatentDensity {
    /** One Gaussian with full covariance. */
    @JsonProperty("gaussian")
    GAUSSIAN,
    /** As many as describe them best. */
    @JsonProperty("mixture")
    MIXTURE;

    /** A distribution to be fitted. @param length of a code */
    LatentDistribution distribution(int length, Device device) {
        return this == MIXTURE ? new LatentMixture(length, device) : new LatentGaussian(length, device);
    }
}
