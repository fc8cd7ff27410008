package dev.duello.gan;

import dev.duello.learn.OptimizerGroup;
import dev.duello.learn.Setting;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import dev.duello.network.Relaxation;
import java.util.ArrayList;
import java.util.List;

/** What each setting of a GAN does, for people. */
final class GanSettingsHelp {
    private GanSettingsHelp() {}

    /** In the order of {@link GanSettings}. */
    static List<Setting> settings() {
        List<Setting> lines = new ArrayList<>();
        lines.add(
                Setting.choice("network", Setting.names(NetworkFamily.values()), "The architecture of the networks."));
        lines.add(Setting.choice(
                "objective", Setting.names(Objective.values()), "The losses of generator and discriminator."));
        lines.add(
                Setting.open(
                        "penalty.r1",
                        "0 or more" + Setting.SCHEDULE,
                        "Weight γ of the R1 gradient penalty, at reals; the first thing to try against unstable training and collapse."));
        lines.add(Setting.open(
                "penalty.r2",
                "0 or more" + Setting.SCHEDULE,
                "Weight γ of the R2 gradient penalty: the same at fakes."));
        lines.add(Setting.open(
                "penalty.wgan-gp", "0 or more", "Weight λ of WGAN-GP's gradient penalty, between reals and fakes."));
        lines.add(
                Setting.choice(
                        "penalty.estimator",
                        Setting.names(GradientEstimator.values()),
                        "How R1 and R2 are computed: exact, or by finite differences on a quarter of the batch, which is cheaper."));
        lines.add(Setting.open(
                "penalty.interval",
                "1 or more",
                "The penalty is computed in every N-th step only, multiplied by N, which is cheaper."));
        lines.add(Setting.yesOrNo(
                "augmentation.translation",
                "Translate what the discriminator sees by up to an eighth of its sides; for few images."));
        lines.add(Setting.yesOrNo(
                "augmentation.cutout", "Erase a square of half the sides in what the discriminator sees."));
        lines.add(Setting.yesOrNo(
                "augmentation.color", "Change brightness, saturation and contrast of what the discriminator sees."));
        lines.add(Setting.open(
                "augmentation.probability",
                "0 to 1" + Setting.SCHEDULE,
                "Probability of each change, for each image."));
        lines.add(Setting.open(
                "augmentation.adapt",
                "0 to less than 1",
                "Above 0, the probability adapts to how far the discriminator overfits (ADA); 0.6 is usual."));
        lines.add(Setting.open("generator.latent", "1 to 65536", "Length of the latent vector z."));
        lines.add(Setting.open(
                "generator.width",
                "1 to 65536",
                "Channels of the generator's largest feature map, or units of a hidden layer: more is better"
                        + " and slower."));
        lines.add(Setting.open("generator.blocks", "1 to 64", "Residual blocks at each size."));
        lines.add(Setting.choice(
                "generator.normalization",
                Setting.names(Normalization.values()),
                "Normalization of the generator: none, batch normalization or spectral normalization."));
        lines.add(Setting.choice(
                "generator.relaxation",
                Setting.names(Relaxation.values()),
                "What a generator of texts gives the discriminator: softmax, the shares of all characters at each place, or"
                        + " straight-through, the most likely one with the gradient of the shares."));
        lines.addAll(OptimizerGroup.settings("generator.optimizer", "generator"));
        lines.add(
                Setting.open(
                        "generator.ema.half-life-kimg",
                        "0 or more",
                        "Half-life of the exponential moving average of the generator's weights (EMA), which samples are made with."));
        lines.add(
                Setting.open(
                        "generator.ema.ramp-up",
                        "0 or more",
                        "Early in the training, the half-life is at most this fraction of the images seen; 0 for no such limit."));
        lines.add(Setting.open(
                "discriminator.width",
                "1 to 65536",
                "Channels of the discriminator's largest feature map, or units of a hidden layer."));
        lines.add(Setting.open("discriminator.blocks", "1 to 64", "Residual blocks at each size."));
        lines.add(Setting.choice(
                "discriminator.normalization",
                Setting.names(Normalization.values()),
                "Normalization of the discriminator: none, batch normalization or spectral normalization."));
        lines.add(
                Setting.yesOrNo(
                        "discriminator.minibatch-std-dev",
                        "Minibatch standard deviation: the discriminator sees how much the images of a batch differ; against mode collapse."));
        lines.add(Setting.yesOrNo(
                "discriminator.concat-real-fake",
                "Give the discriminator reals and fakes concatenated in one batch, instead of in two batches."));
        lines.add(Setting.open(
                "discriminator.steps", "1 to 100", "Steps of the discriminator for each step of the generator."));
        lines.add(Setting.open(
                "discriminator.adapt-steps",
                "0 to less than 1",
                "With privacy.epsilon: if the discriminator recognizes less than this share of fakes, it gets more steps for each one"
                        + " of the generator; 0 for never."));
        lines.addAll(OptimizerGroup.settings("discriminator.optimizer", "discriminator"));
        lines.add(Setting.open(
                "privacy.epsilon",
                "0 or more",
                "The promise of differentially private training, as epsilon: training stops before it is broken; 0 for no"
                        + " promise."));
        lines.add(Setting.open(
                "privacy.delta",
                "0 to less than 1",
                "The chance that is left out of the promise; 0 for 1e-5, or less where there are many records."));
        lines.add(Setting.open(
                "privacy.clip-norm", "more than 0", "C: the largest length of the gradient of one record."));
        lines.add(Setting.open(
                "privacy.noise",
                "0 or more",
                "The noise of a step divided by C; 0 to find the least that keeps the promise for the whole length."));
        lines.add(Setting.open("privacy.records", "0 or more", "How many records there are; found in the data."));
        lines.add(Setting.open(
                "privacy.public",
                "text",
                "Public images, to measure with and to show beside samples: a name, a path, or held-out for the"
                        + " part of the data that no training sees; empty for none."));
        lines.add(Setting.open(
                "privacy.embedding.share",
                "0 to 1",
                "The share of epsilon that one release may cost before the first step: of the noisy mean of random features of each"
                        + " class, from which the generator learns first; 0 for none, 1 for nothing else."));
        lines.add(Setting.open(
                "privacy.embedding.noise",
                "0 or more",
                "The noise of that release, of vectors of length 1; 0 to find it for its share."));
        lines.add(Setting.open(
                "privacy.embedding.kimg",
                "0 or more",
                "Thousands of fakes, of the training's length, during which the generator learns from the release alone, before the"
                        + " discriminator begins; of no account with a share of 1."));
        lines.add(Setting.open(
                "privacy.embedding.weight",
                "0 or more",
                "Weight of the distance to what was released in the generator's loss afterwards."));
        return List.copyOf(lines);
    }
}
