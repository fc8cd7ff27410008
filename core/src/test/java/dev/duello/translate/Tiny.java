package dev.duello.translate;

import dev.duello.learn.Compute;
import dev.duello.learn.LearnerSettings;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.SampleSpec;
import dev.duello.nn.Annealing;
import dev.duello.nn.GradientRule;
import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.Schedule;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.ProcessGroup;
import java.util.Collections;

/** Translators so small that a step takes a moment. */
final class Tiny {
    static final OptimizerSettings ADAM =
            new OptimizerSettings(new Schedule(2e-4, 2e-4), 0.5, new Schedule(0.999, 0.999), 1e-8);
    static final GeneratorSettings.Ema EMA = new GeneratorSettings.Ema(1, 0.05);

    private Tiny() {}

    static SourceSettings from(int channels, SourceSettings.Pairing pairing) {
        return new SourceSettings("none", "elsewhere", pairing, String.valueOf(channels), 1);
    }

    /** A U-Net of three halvings with noise, and all losses. */
    static TranslateSettings pix2pix() {
        return new TranslateSettings(
                GeneratorNetwork.U_NET,
                from(1, SourceSettings.Pairing.BY_NAME),
                2,
                PatchLoss.LOGISTIC,
                new TranslateSettings.Loss(1, 100, 0, 0.5),
                new GeneratorSettings(2, 3, Normalization.BATCH, 0, ADAM, EMA),
                new DiscriminatorSettings(2, 1, Normalization.BATCH, ADAM));
    }

    private static GeneratorSettings resnet() {
        return new GeneratorSettings(2, 1, Normalization.INSTANCE, 0, ADAM, EMA);
    }

    private static DiscriminatorSettings patches() {
        return new DiscriminatorSettings(2, 1, Normalization.BATCH, ADAM);
    }

    /** Two residual networks, least squares, and all losses. */
    static CycleSettings cyclegan() {
        return new CycleSettings(
                GeneratorNetwork.RESNET,
                from(3, SourceSettings.Pairing.UNPAIRED),
                PatchLoss.LEAST_SQUARES,
                new CycleSettings.Loss(10, 5),
                50,
                resnet(),
                patches());
    }

    /** The same network, with its first half contrasted. */
    static ContrastiveSettings cut() {
        return new ContrastiveSettings(
                from(3, SourceSettings.Pairing.UNPAIRED),
                PatchLoss.LEAST_SQUARES,
                new ContrastiveSettings.Loss(1, true, 256, 0.07),
                resnet(),
                patches());
    }

    /** To make images of three channels, 8x8. */
    static LearnerSetup setup(LearnerSettings settings) {
        return setup(settings, GradientRule.MEAN);
    }

    static LearnerSetup setup(LearnerSettings settings, GradientRule rule) {
        return setup(settings, rule, 0);
    }

    /** @param classes equally frequent ones */
    static LearnerSetup setup(LearnerSettings settings, GradientRule rule, int classes) {
        SampleSpec samples =
                new SampleSpec(Shape.of(3, 8, 8), Collections.nCopies(classes, 1.0 / Math.max(1, classes)));
        return new LearnerSetup(
                settings.architectures(samples),
                samples,
                Annealing.over(1),
                1,
                new Compute(Device.CPU, Precision.FP32, 1, ProcessGroup.SINGLE),
                4,
                0,
                rule);
    }
}
