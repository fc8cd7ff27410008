package dev.duello.learn;

import static dev.duello.learn.SettingException.require;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a training promises to those whose samples it learns from, and by what means (differential privacy).
 *
 * @param epsilon the promise; 0 for a training that makes none
 * @param delta the chance that is left out of the promise; 0 until it is chosen for the data
 * @param clipNorm C: the largest length of the gradient of one sample
 * @param noise sigma: the noise's standard deviation divided by C; 0 until it is found for the promise and the length
 * @param records how many there are; 0 until the data is known
 * @param publicData samples that anybody may see, a catalog name, a path, or {@code held-out} for the held-out part of the
 *     data; empty for none
 */
public record PrivacySettings(
        double epsilon,
        double delta,
        double clipNorm,
        double noise,
        int records,
        @JsonProperty("public") String publicData) {
    /** No promise. */
    public static final PrivacySettings OFF = new PrivacySettings(0, 0, 1, 0, 0, "");

    /** The value of {@link #publicData} for the part of the data that no training sees. */
    public static final String HELD_OUT = "held-out";

    public PrivacySettings {
        require(epsilon >= 0 && Double.isFinite(epsilon), "privacy.epsilon", epsilon, "0 or more");
        require(delta >= 0 && delta < 1, "privacy.delta", delta, "0 to less than 1");
        require(clipNorm > 0 && Double.isFinite(clipNorm), "privacy.clip-norm", clipNorm, "more than 0");
        require(noise >= 0 && Double.isFinite(noise), "privacy.noise", noise, "0 or more");
        require(records >= 0, "privacy.records", records, "0 or more");
    }

    /** Whether there is a promise to keep. */
    @JsonIgnore
    public boolean isOn() {
        return epsilon > 0;
    }

    /** The same with another promise. */
    public PrivacySettings withEpsilon(double other) {
        return new PrivacySettings(other, delta, clipNorm, noise, records, publicData);
    }

    /** The same with nothing left open. */
    public PrivacySettings resolved(double knownDelta, double knownNoise, int knownRecords) {
        return new PrivacySettings(epsilon, knownDelta, clipNorm, knownNoise, knownRecords, publicData);
    }
}
