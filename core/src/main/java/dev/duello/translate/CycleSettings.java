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
 * The settings of a translator that learns from unpaired images, there and back.
 *
 * @param network of both generators
 * @param source what images are made from
 * @param objective what discriminators and generators want of each other
 * @param replay images that each discriminator is shown again; 0 for none
 * @param generator of both directions
 * @param discriminator of both sides
 */
public record CycleSettings(
        GeneratorNetwork network,
        SourceSettings source,
        PatchLoss objective,
        Loss loss,
        int replay,
        GeneratorSettings generator,
        DiscriminatorSettings discriminator)
        implements TranslationSettings {
    public CycleSettings {
        require(replay >= 0 && replay <= 10_000, "replay", replay, "0 to 10000");
    }

    /**
     * What the generators minimize besides what they want of the discriminators.
     *
     * @param cycle weight of the mean distance of an image from what comes back
     * @param identity weight of the mean distance of an image of the goal from what is made of it
     */
    public record Loss(double cycle, double identity) {
        public Loss {
            require(cycle >= 0, "loss.cycle", cycle, "0 or more");
            require(identity >= 0, "loss.identity", identity, "0 or more");
        }
    }

    @Override
    public LearnerSettings forSamples(Dataset samples) {
        return new CycleSettings(
                network, source.forSamples(samples), objective, loss, replay, generator, discriminator);
    }

    /** @throws SettingException when images are to be made by class, or their size or channels do not suit */
    @Override
    public Map<String, Architecture> architectures(SampleSpec samples) {
        Shape target = samples.shape();
        Shape made = source.shape(target);
        TranslationSettings.refuseClasses(samples);
        TranslateSettings.checkSamples(samples, made, network, generator);
        if (!made.spatial().equals(target.spatial())) {
            throw new SettingException("source.factor: what is translated there and back keeps its size: set it to 1.");
        }
        if (loss.identity > 0 && made.channels() != target.channels()) {
            throw new SettingException("loss.identity: sources have " + made.channels() + " channels and images "
                    + target.channels() + ", so that neither can take the place of the other: set loss.identity=0, or"
                    + " source.channels=" + target.channels() + ".");
        }
        Map<String, Architecture> networks = new LinkedHashMap<>();
        networks.put(CycleTranslator.GENERATOR, generator.architecture(network, new TranslationShape(made, target)));
        networks.put(CycleTranslator.BACK, generator.architecture(network, new TranslationShape(target, made)));
        networks.put(CycleTranslator.DISCRIMINATOR, discriminator.architecture(target));
        networks.put(CycleTranslator.DISCRIMINATOR_BACK, discriminator.architecture(made));
        return networks;
    }

    @Override
    public Learner learner(LearnerSetup setup) {
        return new CycleTranslator(this, setup);
    }

    @Override
    public Map<String, Schedule> rates() {
        return Map.of(
                "generator.optimizer.rate", generator.optimizer().rate(),
                "discriminator.optimizer.rate", discriminator.optimizer().rate());
    }

    /** Each generator runs twice, or three times with the identity, and each discriminator on three batches. */
    @Override
    public double multiplyAdds(Map<String, Architecture> networks) {
        double passes = loss.identity > 0 ? 9 : 6;
        double generators = networks.get(CycleTranslator.GENERATOR).multiplyAdds()
                + networks.get(CycleTranslator.BACK).multiplyAdds();
        double judges = networks.get(CycleTranslator.DISCRIMINATOR).multiplyAdds()
                + networks.get(CycleTranslator.DISCRIMINATOR_BACK).multiplyAdds();
        return passes * generators + 8.0 * judges;
    }
}
