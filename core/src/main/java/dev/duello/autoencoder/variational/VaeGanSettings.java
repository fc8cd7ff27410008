package dev.duello.autoencoder.variational;

import static dev.duello.learn.SettingException.require;

import dev.duello.autoencoder.AutoencoderSettings;
import dev.duello.autoencoder.EncoderDecoder;
import dev.duello.learn.Learner;
import dev.duello.learn.LearnerSettings;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.OptimizerGroup;
import dev.duello.learn.SampleSpec;
import dev.duello.network.DiscriminatorConfig;
import dev.duello.network.EncoderConfig;
import dev.duello.network.GeneratorConfig;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import dev.duello.nn.Architecture;
import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.PhaseShuffle;
import dev.duello.nn.Schedule;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of a VAE-GAN.
 *
 * @param network the family of all three networks
 * @param variance of features around those of the reconstruction; 0 to fit it
 * @param gamma γ: how much the reconstruction counts for the decoder, beside the verdict of the discriminator
 * @param latent length of the latent between encoder and decoder
 * @param optimizer of encoder and decoder
 * @param ema of encoder and decoder
 */
public record VaeGanSettings(
        NetworkFamily network,
        double variance,
        double gamma,
        int latent,
        VaeSettings.Kl kl,
        AutoencoderSettings.Encoder encoder,
        AutoencoderSettings.Decoder decoder,
        OptimizerSettings optimizer,
        AutoencoderSettings.Ema ema,
        Discriminator discriminator)
        implements LearnerSettings {
    /** The discriminator's name among architectures and saved tensors. */
    static final String DISCRIMINATOR = "discriminator";

    public VaeGanSettings {
        require(variance >= 0 && variance <= 1e6, "variance", variance, "0 to 1000000");
        require(gamma > 0 && gamma <= 1e6, "gamma", gamma, "more than 0, to 1000000");
        require(latent >= 1 && latent <= 1024, "latent", latent, "1 to 1024");
        OptimizerGroup.check("optimizer", optimizer);
    }

    /**
     * @param width channels of the largest feature map, or units of a hidden layer
     * @param blocks residual blocks at each size
     */
    public record Discriminator(int width, int blocks, Normalization normalization, OptimizerSettings optimizer) {
        public Discriminator {
            require(width >= 1 && width <= 65_536, "discriminator.width", width, "1 to 65536");
            require(blocks >= 1 && blocks <= 64, "discriminator.blocks", blocks, "1 to 64");
            OptimizerGroup.check("discriminator.optimizer", optimizer);
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
        networks.put(
                DISCRIMINATOR,
                withoutShuffle(network.discriminator(
                        samples.shape(),
                        new DiscriminatorConfig(
                                discriminator.width,
                                discriminator.blocks,
                                discriminator.normalization,
                                false,
                                samples.classes()))));
        return networks;
    }

    /** Features are compared place by place, which moves at random would make nothing of. */
    private static Architecture withoutShuffle(Architecture discriminator) {
        return new Architecture(
                discriminator.inputs(),
                discriminator.layers().stream()
                        .filter(layer -> !(layer instanceof PhaseShuffle))
                        .toList(),
                discriminator.initializer());
    }

    @Override
    public Learner learner(LearnerSetup setup) {
        return new VaeGan(this, setup);
    }

    @Override
    public Map<String, Schedule> rates() {
        Map<String, Schedule> rates = new LinkedHashMap<>();
        rates.put("optimizer.rate", optimizer.rate());
        rates.put("discriminator.optimizer.rate", discriminator.optimizer.rate());
        return rates;
    }

    /** Each network as often as a step runs through it, a backward pass counted as two. */
    @Override
    public double multiplyAdds(Map<String, Architecture> networks) {
        return 3.0 * networks.get(EncoderDecoder.ENCODER).multiplyAdds()
                + (1 + 2 * 3.0) * networks.get(EncoderDecoder.DECODER).multiplyAdds()
                + (2 * 3.0 + 1 + 2 * 2) * networks.get(DISCRIMINATOR).multiplyAdds();
    }
}
