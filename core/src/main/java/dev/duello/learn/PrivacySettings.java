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
 * @param noise sigma: the noise's standard deviation divided by C; 0 until it is found for the promise and the length, and
 *     where no step touches records
 * @param records how many there are; 0 until the data is known
 * @param publicData samples that anybody may see, a catalog name, a path, or {@code held-out} for the held-out part of the
 *     data; empty for none
 * @param embedding what is released once, before the first step
 */
public record PrivacySettings(
        double epsilon,
        double delta,
        double clipNorm,
        double noise,
        int records,
        @JsonProperty("public") String publicData,
        MeanEmbedding embedding) {
    /** No promise. */
    public static final PrivacySettings OFF = new PrivacySettings(0, 0, 1, 0, 0, "", MeanEmbedding.OFF);

    /** The value of {@link #publicData} for the part of the data that no training sees. */
    public static final String HELD_OUT = "held-out";

    public PrivacySettings {
        require(epsilon >= 0 && Double.isFinite(epsilon), "privacy.epsilon", epsilon, "0 or more");
        require(delta >= 0 && delta < 1, "privacy.delta", delta, "0 to less than 1");
        require(clipNorm > 0 && Double.isFinite(clipNorm), "privacy.clip-norm", clipNorm, "more than 0");
        require(noise >= 0 && Double.isFinite(noise), "privacy.noise", noise, "0 or more");
        require(records >= 0, "privacy.records", records, "0 or more");
    }

    /**
     * Generated samples before the first step that touches records.
     *
     * @param batch samples in a step
     * @return a multiple of it; {@link Long#MAX_VALUE} where no step ever does
     */
    public long warmUp(int batch) {
        if (!isOn() || !embedding.isOn()) {
            return 0;
        }
        return embedding.isAll() ? Long.MAX_VALUE : (long) Math.ceil(embedding.kimg() * 1000 / batch) * batch;
    }

    /** Whether there is a promise to keep. */
    @JsonIgnore
    public boolean isOn() {
        return epsilon > 0;
    }

    /** The same with another promise. */
    public PrivacySettings withEpsilon(double other) {
        return new PrivacySettings(other, delta, clipNorm, noise, records, publicData, embedding);
    }

    /** The same with nothing left open. */
    public PrivacySettings resolved(double knownDelta, double knownNoise, int knownRecords) {
        return new PrivacySettings(epsilon, knownDelta, clipNorm, knownNoise, knownRecords, publicData, embedding);
    }

    /** The same with the noise of the embedding known. */
    public PrivacySettings withEmbeddingNoise(double known) {
        return with(embedding.withNoise(known));
    }

    /** The same with another share of epsilon for the embedding, whose noise is open again. */
    public PrivacySettings withEmbeddingShare(double share) {
        return with(new MeanEmbedding(share, 0, embedding.kimg(), embedding.weight()));
    }

    private PrivacySettings with(MeanEmbedding other) {
        return new PrivacySettings(epsilon, delta, clipNorm, noise, records, publicData, other);
    }

    /**
     * The noisy mean of random features of the records of each class, released once by the Gaussian mechanism; a generator
     * learns from it for any number of steps at no further cost (Harder, Adamczewski and Park, 2021, <a
     * href="https://arxiv.org/abs/2002.11603">arXiv:2002.11603</a>).
     *
     * @param share of epsilon that the release may cost by itself; 0 for no release, 1 for a release and nothing else: the
     *     discriminator then never moves
     * @param noise standard deviation of what is added to the sums, of which one record changes one by a vector of length 1; 0
     *     until it is found
     * @param kimg thousands of generated samples during which the generator learns from the embedding alone and nothing else
     *     touches the records; of no account where the share is all
     * @param weight of the distance to the embedding in the generator's loss afterwards
     */
    public record MeanEmbedding(double share, double noise, double kimg, double weight) {
        /** No release. */
        public static final MeanEmbedding OFF = new MeanEmbedding(0, 0, 0, 0);

        public MeanEmbedding {
            require(share >= 0 && share <= 1, "privacy.embedding.share", share, "0 to 1");
            require(noise >= 0 && Double.isFinite(noise), "privacy.embedding.noise", noise, "0 or more");
            require(kimg >= 0 && Double.isFinite(kimg), "privacy.embedding.kimg", kimg, "0 or more");
            require(weight >= 0 && Double.isFinite(weight), "privacy.embedding.weight", weight, "0 or more");
        }

        /** Whether it is released. */
        @JsonIgnore
        public boolean isOn() {
            return share > 0 || noise > 0;
        }

        /** Whether nothing but the release touches the records. */
        @JsonIgnore
        public boolean isAll() {
            return share == 1;
        }

        /** The same with nothing left open. */
        MeanEmbedding withNoise(double known) {
            return new MeanEmbedding(share, known, kimg, weight);
        }
    }
}
