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
 * The settings of a translator that learns from unpaired images by contrasting patches.
 *
 * @param source what images are made from
 * @param objective what discriminator and generator want of each other
 * @param generator a resnet
 */
public record ContrastiveSettings(
        SourceSettings source,
        PatchLoss objective,
        Loss loss,
        GeneratorSettings generator,
        DiscriminatorSettings discriminator)
        implements TranslationSettings {
    /**
     * What the generator minimizes besides what it wants of the discriminator.
     *
     * @param contrastive weight of the contrastive loss
     * @param identity whether it is also computed of images of the goal, which are to stay as they are
     * @param patches of each image and each layer that are contrasted
     * @param temperature that similarities are divided by
     */
    public record Loss(double contrastive, boolean identity, int patches, double temperature) {
        public Loss {
            require(contrastive >= 0, "loss.contrastive", contrastive, "0 or more");
            require(patches >= 2 && patches <= 4096, "loss.patches", patches, "2 to 4096");
            require(temperature > 0, "loss.temperature", temperature, "more than 0");
        }
    }

    @Override
    public LearnerSettings forSamples(Dataset samples) {
        return new ContrastiveSettings(source.forSamples(samples), objective, loss, generator, discriminator);
    }

    /** @throws SettingException when images are to be made by class, or their size or channels do not suit */
    @Override
    public Map<String, Architecture> architectures(SampleSpec samples) {
        Shape target = samples.shape();
        Shape made = source.shape(target);
        TranslationSettings.refuseClasses(samples);
        TranslateSettings.checkSamples(samples, made, GeneratorNetwork.RESNET, generator);
        if (!made.equals(target)) {
            throw new SettingException("source.channels: patches of " + made + " and of " + target
                    + " cannot be contrasted: set source.channels=" + target.channels() + ".");
        }
        Map<String, Architecture> networks = new LinkedHashMap<>();
        Architecture there = generator.architecture(GeneratorNetwork.RESNET, new TranslationShape(made, target));
        networks.put(ContrastiveTranslator.GENERATOR, there);
        PatchFeatures.heads(there).forEach(networks::put);
        networks.put(ContrastiveTranslator.DISCRIMINATOR, discriminator.architecture(target));
        return networks;
    }

    @Override
    public Learner learner(LearnerSetup setup) {
        return new ContrastiveTranslator(this, setup);
    }

    @Override
    public Map<String, Schedule> rates() {
        return Map.of(
                "generator.optimizer.rate", generator.optimizer().rate(),
                "discriminator.optimizer.rate", discriminator.optimizer().rate());
    }

    /** The generator makes one image or two, and its first half looks at as many again; the discriminator sees three batches. */
    @Override
    public double multiplyAdds(Map<String, Architecture> networks) {
        double there = networks.get(ContrastiveTranslator.GENERATOR).multiplyAdds();
        double judge = networks.get(ContrastiveTranslator.DISCRIMINATOR).multiplyAdds();
        return (loss.identity ? 10 : 5) * there + 8 * judge;
    }
}
