package dev.duello.gan;

import static dev.duello.learn.SettingException.require;

import dev.duello.learn.Learner;
import dev.duello.learn.LearnerSettings;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.OptimizerGroup;
import dev.duello.learn.PrivacySettings;
import dev.duello.learn.SampleSpec;
import dev.duello.learn.SettingException;
import dev.duello.network.DiscriminatorConfig;
import dev.duello.network.GeneratorConfig;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import dev.duello.network.Relaxation;
import dev.duello.nn.Annealing;
import dev.duello.nn.Architecture;
import dev.duello.nn.GaussianNoise;
import dev.duello.nn.GradientRule;
import dev.duello.nn.GroupSum;
import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.SampleClipping;
import dev.duello.nn.Schedule;
import dev.duello.torch.ProcessGroup;
import dev.duello.torch.RandomStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of a GAN.
 *
 * @param network the family of both networks
 */
public record GanSettings(
        NetworkFamily network,
        Objective objective,
        Penalty penalty,
        Augmentation augmentation,
        Generator generator,
        Discriminator discriminator,
        PrivacySettings privacy)
        implements LearnerSettings {
    public GanSettings {
        nonNegative("penalty.r1", penalty.r1());
        nonNegative("penalty.r2", penalty.r2());
        require(penalty.wganGp() >= 0, "penalty.wgan-gp", penalty.wganGp(), "0 or more");
        require(penalty.interval() >= 1, "penalty.interval", penalty.interval(), "1 or more");
        Schedule probability = augmentation.probability();
        require(
                probability.min() >= 0 && probability.max() <= 1,
                "augmentation.probability",
                probability.min() < 0 ? probability.min() : probability.max(),
                "0 to 1");
        require(
                augmentation.adapt() >= 0 && augmentation.adapt() < 1,
                "augmentation.adapt",
                augmentation.adapt(),
                "0 to less than 1");
        require(
                privacy.isOn() || discriminator.adaptSteps == 0,
                "discriminator.adapt-steps",
                discriminator.adaptSteps,
                "0 without privacy.epsilon");
        if (privacy.isOn()) {
            checkPrivate(objective, penalty, augmentation);
        }
    }

    /** Refuses what would look at reals outside of the private steps. */
    private static void checkPrivate(Objective objective, Penalty penalty, Augmentation augmentation) {
        if (objective.comparesWithReals()) {
            throw new SettingException(
                    "objective: relativistic compares reals with fakes, so that no loss belongs to one"
                            + " record: with privacy.epsilon use the preset private, or set objective=non-saturating or hinge.");
        }
        if (penalty.r1().max() > 0 || penalty.r2().max() > 0 || penalty.wganGp() > 0) {
            throw new SettingException(
                    "penalty: a gradient penalty of single records cannot be clipped here: with"
                            + " privacy.epsilon use the preset private, or set penalty.r1=0, penalty.r2=0 and penalty.wgan-gp=0.");
        }
        if (augmentation.adapt() > 0) {
            throw new SettingException(
                    "augmentation.adapt: it looks at the logits of reals: with privacy.epsilon set it" + " to 0.");
        }
    }

    /**
     * @param latent length of z
     * @param width channels of the largest feature map, or units of a hidden layer
     * @param blocks residual blocks at each size
     * @param relaxation of characters, where it makes texts
     */
    public record Generator(
            int latent,
            int width,
            int blocks,
            Normalization normalization,
            Relaxation relaxation,
            OptimizerSettings optimizer,
            Ema ema) {
        public Generator {
            require(blocks >= 1 && blocks <= 64, "generator.blocks", blocks, "1 to 64");
            require(latent >= 1 && latent <= 65_536, "generator.latent", latent, "1 to 65536");
            require(width >= 1 && width <= 65_536, "generator.width", width, "1 to 65536");
            OptimizerGroup.check("generator.optimizer", optimizer);
        }
    }

    /**
     * The moving average of the generator, which samples are made with.
     *
     * @param halfLifeKimg thousands of images after which half of it is newer
     * @param rampUp early on the half-life is at most this share of the images seen; 0 for no ramp
     */
    public record Ema(double halfLifeKimg, double rampUp) {
        public Ema {
            require(halfLifeKimg >= 0, "generator.ema.half-life-kimg", halfLifeKimg, "0 or more");
            require(rampUp >= 0, "generator.ema.ramp-up", rampUp, "0 or more");
        }
    }

    /**
     * @param width channels of the largest feature map, or units of a hidden layer
     * @param blocks residual blocks at each size
     * @param minibatchStdDev whether it sees how much the images of a batch differ
     * @param concatRealFake see {@link GanLearner.Config}
     * @param steps of the discriminator for one of the generator
     * @param adaptSteps share of fakes, told as such, below which there will be more of these; 0 for never
     */
    public record Discriminator(
            int width,
            int blocks,
            Normalization normalization,
            boolean minibatchStdDev,
            boolean concatRealFake,
            int steps,
            double adaptSteps,
            OptimizerSettings optimizer) {
        public Discriminator {
            require(blocks >= 1 && blocks <= 64, "discriminator.blocks", blocks, "1 to 64");
            require(steps >= 1 && steps <= 100, "discriminator.steps", steps, "1 to 100");
            require(adaptSteps >= 0 && adaptSteps < 1, "discriminator.adapt-steps", adaptSteps, "0 to less than 1");
            require(width >= 1 && width <= 65_536, "discriminator.width", width, "1 to 65536");
            OptimizerGroup.check("discriminator.optimizer", optimizer);
        }
    }

    private static void nonNegative(String key, Schedule schedule) {
        require(schedule.min() >= 0, key, schedule.min(), "0 or more");
    }

    @Override
    public void checkBatch(String key, int batch) {
        boolean comparesHalves = discriminator.minibatchStdDev && discriminator.concatRealFake;
        require(
                !comparesHalves || batch % DiscriminatorConfig.GROUP == 0,
                key,
                batch,
                "with discriminator.minibatch-std-dev and discriminator.concat-real-fake a multiple of "
                        + DiscriminatorConfig.GROUP + ", so that reals and fakes are not compared with each other");
    }

    @Override
    public Map<String, Architecture> architectures(SampleSpec samples) {
        if (augmentation.isOn() && samples.shape().spatial().size() != 2) {
            throw new SettingException("augmentation.probability: only images can be changed so, and the samples are"
                    + " no images: set it to 0.");
        }
        if (privacy.isOn() && privacy.embedding().isOn() && network == NetworkFamily.SPECGAN) {
            throw new SettingException(
                    "privacy.embedding: it compares the sounds of the data with those of the generator, and specgan"
                            + " makes spectrograms in training: set network=wavegan.");
        }
        Map<String, Architecture> networks = new LinkedHashMap<>();
        networks.put(
                GanLearner.GENERATOR,
                network.generator(
                        samples.shape(),
                        new GeneratorConfig(
                                generator.latent,
                                generator.width,
                                generator.blocks,
                                generator.normalization,
                                samples.classes(),
                                generator.relaxation)));
        networks.put(
                GanLearner.DISCRIMINATOR,
                network.discriminator(
                        samples.shape(),
                        new DiscriminatorConfig(
                                discriminator.width,
                                discriminator.blocks,
                                discriminator.normalization,
                                discriminator.minibatchStdDev,
                                samples.classes())));
        if (privacy.isOn()) {
            SampleClipping.obstacle(networks.get(GanLearner.DISCRIMINATOR)).ifPresent(reason -> {
                throw new SettingException(
                        "privacy.epsilon: the discriminator cannot be trained privately, because of its " + reason
                                + " The preset private has networks that can.");
            });
        }
        return networks;
    }

    @Override
    public Learner learner(LearnerSetup setup) {
        return new GanLearner(
                config(
                        setup.networks(),
                        setup.samples().classShares(),
                        setup.annealing(),
                        privacy.isOn() ? setup.batch() : 0),
                setup.seed(),
                setup.compute().device(),
                setup.compute().precision(),
                privacy.isOn() ? privateRules(setup) : GradientRules.both(setup.gradientRule()),
                setup.ownStream("layer-noise"));
    }

    /** The discriminator's gradients are clipped one by one and get noise; the generator sees nothing private. */
    private GradientRules privateRules(LearnerSetup setup) {
        if (privacy.noise() == 0) {
            return new GradientRules(setup.gradientRule(), (losses, parameters) -> {
                throw new IllegalStateException("a discriminator without noise may not look at private samples");
            });
        }
        int atOnce = setup.microBatch() == 0 ? Integer.MAX_VALUE : setup.microBatch();
        GradientRule clipped = new SampleClipping(privacy.clipNorm(), setup.batch(), atOnce);
        ProcessGroup group = setup.compute().group();
        // Every process adds the same noise to the sum of all, which is to add it once.
        GradientRule shared = group.size() == 1 ? clipped : new GroupSum(group, clipped, false);
        GradientRule noisy = new GaussianNoise(
                privacy.noise() * privacy.clipNorm() / setup.batch(),
                new RandomStream("privacy-noise", setup.seed()),
                shared);
        return new GradientRules(setup.gradientRule(), noisy);
    }

    /** The learner of networks that these settings build. */
    public GanLearner.Config config(SampleSpec samples, Annealing annealing) {
        return config(architectures(samples), samples.classShares(), annealing, 0);
    }

    private GanLearner.Config config(
            Map<String, Architecture> networks, List<Double> classShares, Annealing annealing, int privateBatch) {
        return new GanLearner.Config(
                networks.get(GanLearner.GENERATOR),
                networks.get(GanLearner.DISCRIMINATOR),
                classShares,
                objective,
                penalty,
                augmentation,
                discriminator.steps,
                discriminator.concatRealFake,
                generator.optimizer,
                discriminator.optimizer,
                generator.ema.halfLifeKimg,
                generator.ema.rampUp,
                annealing,
                discriminator.adaptSteps,
                privateBatch,
                privateBatch > 0 && privacy.embedding().isOn()
                        ? new GanLearner.Config.Embedding(
                                privacy.embedding().noise(),
                                privacy.warmUp(privateBatch),
                                privacy.embedding().weight())
                        : null);
    }

    @Override
    public GanSettings withPrivacy(PrivacySettings other) {
        return new GanSettings(network, objective, penalty, augmentation, generator, discriminator, other);
    }

    @Override
    public Map<String, Schedule> rates() {
        Map<String, Schedule> rates = new LinkedHashMap<>();
        rates.put("generator.optimizer.rate", generator.optimizer.rate());
        rates.put("discriminator.optimizer.rate", discriminator.optimizer.rate());
        return rates;
    }

    /** Each network as often as a step runs through it, a backward pass counted as two. */
    @Override
    public double multiplyAdds(Map<String, Architecture> networks) {
        double penalties =
                (penalty.r1().max() > 0 ? 1 : 0) + (penalty.r2().max() > 0 ? 1 : 0) + (penalty.wganGp() > 0 ? 1 : 0);
        // Three passes of a quarter of the batch, forward and backward, against another backward pass and its gradient.
        double each = penalty.estimator() == GradientEstimator.EXACT ? 4 : 2.25;
        double perDiscriminator = 2 * 3 + 3 + each * penalties / penalty.interval();
        double perGenerator = 3.0 / discriminator.steps;
        return perDiscriminator * networks.get(GanLearner.DISCRIMINATOR).multiplyAdds()
                + perGenerator * networks.get(GanLearner.GENERATOR).multiplyAdds();
    }
}
