package dev.duello.autoencoder.variational;

import static dev.duello.learn.SettingException.require;

import dev.duello.autoencoder.AutoencoderSettings;
import dev.duello.autoencoder.EncoderDecoder;
import dev.duello.learn.Learner;
import dev.duello.learn.LearnerSettings;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.OptimizerGroup;
import dev.duello.learn.SampleSpec;
import dev.duello.learn.SettingException;
import dev.duello.network.EncoderConfig;
import dev.duello.network.GeneratorConfig;
import dev.duello.network.NetworkFamily;
import dev.duello.nn.Architecture;
import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.Schedule;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of a variational autoencoder.
 *
 * @param network the family of both networks
 * @param variance of a Gaussian reconstruction, of samples in [-1, 1]; 0 to fit it
 * @param latent length of the latent between them
 * @param optimizer of both
 * @param ema of both
 */
public record VaeSettings(
        NetworkFamily network,
        Reconstruction reconstruction,
        double variance,
        int latent,
        Kl kl,
        AutoencoderSettings.Encoder encoder,
        AutoencoderSettings.Decoder decoder,
        OptimizerSettings optimizer,
        AutoencoderSettings.Ema ema)
        implements LearnerSettings {
    public VaeSettings {
        if (reconstruction == Reconstruction.BERNOULLI && !network.isBounded()) {
            throw new SettingException(
                    "reconstruction: bernoulli needs images within [-1, 1], and those of the network r3gan lie about there"
                            + " only. Choose another reconstruction or another network.");
        }
        require(variance >= 0 && variance <= 100, "variance", variance, "0 to 100");
        require(
                variance == 0 || reconstruction == Reconstruction.GAUSSIAN,
                "variance",
                variance,
                "0 unless reconstruction=gaussian, which has one");
        require(latent >= 1 && latent <= 1024, "latent", latent, "1 to 1024");
        OptimizerGroup.check("optimizer", optimizer);
    }

    /**
     * The part of the loss that keeps posteriors near the prior; see {@link DivergenceTerm}.
     *
     * @param warmUp share of the training during which the weight rises in a straight line from 0 to {@code beta}; 0 for none
     * @param capacity at the end of the training; it rises in a straight line from 0
     */
    public record Kl(double beta, double warmUp, double freeBits, double capacity) {
        public Kl {
            require(beta >= 0 && beta <= 1e6, "kl.beta", beta, "0 to 1000000");
            require(warmUp >= 0 && warmUp <= 1, "kl.warm-up", warmUp, "0 to 1");
            require(freeBits >= 0 && freeBits <= 100, "kl.free-bits", freeBits, "0 to 100");
            require(capacity >= 0 && capacity <= 1e5, "kl.capacity", capacity, "0 to 100000");
        }

        /** The term when schedules are so far, 0 to 1. */
        DivergenceTerm at(double progress) {
            double risen = warmUp == 0 ? 1 : Math.min(1, progress / warmUp);
            return new DivergenceTerm(beta * risen, freeBits, capacity * progress);
        }
    }

    @Override
    public Map<String, Architecture> architectures(SampleSpec samples) {
        Map<String, Architecture> networks = new LinkedHashMap<>();
        networks.put(
                EncoderDecoder.ENCODER,
                network.encoder(
                        samples.shape(),
                        new EncoderConfig(2 * latent, encoder.width(), encoder.blocks(), encoder.normalization())));
        networks.put(
                EncoderDecoder.DECODER,
                network.generator(
                        samples.shape(),
                        new GeneratorConfig(
                                latent,
                                decoder.width(),
                                decoder.blocks(),
                                decoder.normalization(),
                                samples.classes())));
        return networks;
    }

    @Override
    public Learner learner(LearnerSetup setup) {
        return new Vae(this, setup);
    }

    @Override
    public Map<String, Schedule> rates() {
        return Map.of("optimizer.rate", optimizer.rate());
    }

    /** A forward pass through both networks, and a backward pass, which counts as two. */
    @Override
    public double multiplyAdds(Map<String, Architecture> networks) {
        return 3.0
                * networks.values().stream()
                        .mapToLong(Architecture::multiplyAdds)
                        .sum();
    }
}
