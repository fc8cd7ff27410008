package dev.duello.autoencoder;

import static dev.duello.learn.SettingException.require;

import dev.duello.learn.Learner;
import dev.duello.learn.LearnerSettings;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.OptimizerGroup;
import dev.duello.learn.SampleSpec;
import dev.duello.learn.SettingException;
import dev.duello.network.EncoderConfig;
import dev.duello.network.GeneratorConfig;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import dev.duello.nn.Architecture;
import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.Schedule;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of an autoencoder.
 *
 * @param network the family of both networks
 * @param latent length of the latent between them
 * @param density what codes of new samples are drawn from
 * @param optimizer of both
 * @param ema of both
 */
public record AutoencoderSettings(
        NetworkFamily network,
        ReconstructionLoss loss,
        int latent,
        LatentDensity density,
        Encoder encoder,
        Decoder decoder,
        OptimizerSettings optimizer,
        Ema ema)
        implements LearnerSettings {
    public AutoencoderSettings {
        if (!loss.takesAnyNumbers() && !network.isBounded()) {
            throw new SettingException(
                    "loss: binary-cross-entropy needs images within [-1, 1], and those of the network"
                            + " r3gan lie about there only. Choose another loss or another network.");
        }
        require(latent >= 1 && latent <= 1024, "latent", latent, "1 to 1024");
        OptimizerGroup.check("optimizer", optimizer);
    }

    /**
     * @param width channels of the largest feature map, or units of a hidden layer
     * @param blocks residual blocks at each size
     */
    public record Encoder(int width, int blocks, Normalization normalization) {
        public Encoder {
            require(width >= 1 && width <= 65_536, "encoder.width", width, "1 to 65536");
            require(blocks >= 1 && blocks <= 64, "encoder.blocks", blocks, "1 to 64");
        }
    }

    /**
     * @param width channels of the largest feature map, or units of a hidden layer
     * @param blocks residual blocks at each size
     */
    public record Decoder(int width, int blocks, Normalization normalization) {
        public Decoder {
            require(width >= 1 && width <= 65_536, "decoder.width", width, "1 to 65536");
            require(blocks >= 1 && blocks <= 64, "decoder.blocks", blocks, "1 to 64");
        }
    }

    /**
     * The moving average of both networks, which samples and reconstructions are made with.
     *
     * @param halfLifeKimg thousands of images after which half of it is newer
     * @param rampUp early on the half-life is at most this share of the images seen; 0 for no ramp
     */
    public record Ema(double halfLifeKimg, double rampUp) {
        public Ema {
            require(halfLifeKimg >= 0, "ema.half-life-kimg", halfLifeKimg, "0 or more");
            require(rampUp >= 0, "ema.ramp-up", rampUp, "0 or more");
        }
    }

    /** @throws SettingException when images are to be made by class */
    @Override
    public Map<String, Architecture> architectures(SampleSpec samples) {
        if (samples.classes() > 0) {
            throw new SettingException(
                    "data.labels: an autoencoder makes no images by class. Set data.labels=ignore, as its preset has it.");
        }
        Map<String, Architecture> networks = new LinkedHashMap<>();
        networks.put(
                EncoderDecoder.ENCODER,
                network.encoder(
                        samples.shape(),
                        new EncoderConfig(latent, encoder.width, encoder.blocks, encoder.normalization)));
        networks.put(
                EncoderDecoder.DECODER,
                network.generator(
                        samples.shape(),
                        new GeneratorConfig(latent, decoder.width, decoder.blocks, decoder.normalization, 0)));
        return networks;
    }

    @Override
    public Learner learner(LearnerSetup setup) {
        return new Autoencoder(this, setup);
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
