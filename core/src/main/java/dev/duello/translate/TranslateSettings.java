package dev.duello.translate;

import static dev.duello.learn.SettingException.require;

import dev.duello.data.Dataset;
import dev.duello.learn.Learner;
import dev.duello.learn.LearnerSettings;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.SampleSpec;
import dev.duello.learn.SettingException;
import dev.duello.nn.Architecture;
import dev.duello.nn.Schedule;
import dev.duello.nn.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of a translator that learns from pairs.
 *
 * @param network of the generator
 * @param source what images are made from
 * @param noise numbers drawn for each image; 0 for one result of each source
 * @param objective what discriminator and generator want of each other
 */
public record TranslateSettings(
        GeneratorNetwork network,
        SourceSettings source,
        int noise,
        PatchLoss objective,
        Loss loss,
        GeneratorSettings generator,
        DiscriminatorSettings discriminator)
        implements TranslationSettings {
    public TranslateSettings {
        require(noise >= 0 && noise <= 1024, "noise", noise, "0 to 1024");
        if (loss.diversity > 0 && noise == 0) {
            throw new SettingException(
                    "loss.diversity: without noise there is but one result of each source: set noise=8, for example.");
        }
    }

    /**
     * What the generator minimizes is a sum.
     *
     * @param adversarial weight of what it wants of the discriminator; 0 for a training without one
     * @param l1 weight of the mean distance from the target
     * @param features weight of the mean distance from the target of what the network sees that measures
     * @param diversity weight of how little results of one source differ
     */
    public record Loss(double adversarial, double l1, double features, double diversity) {
        public Loss {
            require(adversarial >= 0, "loss.adversarial", adversarial, "0 or more");
            require(l1 >= 0, "loss.l1", l1, "0 or more");
            require(features >= 0, "loss.features", features, "0 or more");
            require(diversity >= 0, "loss.diversity", diversity, "0 or more");
            if (adversarial + l1 + features == 0) {
                throw new SettingException(
                        "loss.l1: with loss.adversarial=0, loss.l1=0 and loss.features=0 nothing is learned.");
            }
        }
    }

    @Override
    public Dataset samples(Dataset opened, String where, long seed) {
        if (source.pairing() == SourceSettings.Pairing.UNPAIRED) {
            throw new SettingException(
                    "source.pairing: this learner needs pairs; of unpaired images the presets cyclegan and cut learn.");
        }
        return TranslationSettings.super.samples(opened, where, seed);
    }

    @Override
    public LearnerSettings forSamples(Dataset samples) {
        refuseUnseen(noise);
        return new TranslateSettings(
                network, source.forSamples(samples), noise, objective, loss, generator, discriminator);
    }

    /** @throws SettingException when the network would not see class or noise, or sizes do not suit it */
    @Override
    public Map<String, Architecture> architectures(SampleSpec samples) {
        Shape target = samples.shape();
        Shape made = source.shape(target);
        checkSamples(samples, made, network, generator);
        refuseUnseen(samples.classes());
        TranslationShape shape = new TranslationShape(made, noise, samples.classes(), target, source.fillsHoles());
        Map<String, Architecture> networks = new LinkedHashMap<>();
        networks.put(PairTranslator.GENERATOR, generator.architecture(network, shape));
        if (loss.adversarial > 0) {
            networks.put(
                    PairTranslator.DISCRIMINATOR,
                    discriminator.architecture(
                            Shape.of(made.channels() + target.channels(), target.spatial()), samples.classes()));
        }
        return networks;
    }

    /** What is the same at every place reaches nothing where the first thing that is done is to subtract the mean of all places. */
    private void refuseUnseen(int everywhere) {
        if (everywhere > 0
                && generator.normalization() == Normalization.INSTANCE
                && network != GeneratorNetwork.U_NET) {
            throw new SettingException(
                    "generator.normalization: instance normalization removes what is the same at every"
                            + " place of an image, and with it class and noise: set generator.normalization=batch, or"
                            + " network=u-net.");
        }
    }

    static void checkSamples(SampleSpec samples, Shape source, GeneratorNetwork network, GeneratorSettings generator) {
        if (samples.shape().spatial().size() != 2) {
            throw new SettingException(
                    "data.source: a translator makes images of images, not " + samples.shape() + ".");
        }
        int multiple = network.multiple(generator.config());
        if (source.spatial().stream().anyMatch(side -> side % multiple != 0)) {
            throw new SettingException("data.size: sources of " + source
                    + " do not suit this network, whose sources have" + " sides that are a multiple of " + multiple
                    + ": choose another size, or a smaller generator.depth.");
        }
        if (network.keepsSize() && !source.spatial().equals(samples.shape().spatial())) {
            throw new SettingException(
                    "network: this one makes images as large as their sources, and here they are larger:"
                            + " use the preset sr, whose network is srresnet.");
        }
    }

    @Override
    public Learner learner(LearnerSetup setup) {
        return new PairTranslator(this, setup);
    }

    @Override
    public boolean matchesFeatures() {
        return loss.features > 0;
    }

    @Override
    public Map<String, Schedule> rates() {
        Map<String, Schedule> rates = new LinkedHashMap<>();
        rates.put("generator.optimizer.rate", generator.optimizer().rate());
        if (loss.adversarial > 0) {
            rates.put("discriminator.optimizer.rate", discriminator.optimizer().rate());
        }
        return rates;
    }

    /**
     * Forward and backward, which counts as two, of the generator; of the discriminator that of two batches for itself, and one for
     * the generator.
     */
    @Override
    public double multiplyAdds(Map<String, Architecture> networks) {
        double sum = 3.0 * networks.get(PairTranslator.GENERATOR).multiplyAdds();
        Architecture judge = networks.get(PairTranslator.DISCRIMINATOR);
        return judge == null ? sum : sum + 8.0 * judge.multiplyAdds();
    }
}
