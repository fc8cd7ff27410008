package dev.duello.translate;

import dev.duello.learn.FeatureMaps;
import dev.duello.nn.SampleLosses;
import dev.duello.nn.Tape;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The generator's losses of one step: what it makes is to be near the target, by pixels (L1) and by what a fixed network sees (Johnson et
 * al., 2016), to be taken for real, and, where noise is drawn, to change with it. Keeps parts of them, for statistics.
 */
final class PairGeneratorLosses implements SampleLosses {
    /** Keeps the share of {@link #sameness} finite for outputs that do not change at all. */
    private static final double EPSILON = 1e-5;

    private final TranslateSettings settings;
    private final @Nullable PairDiscriminator discriminator;
    private final @Nullable FeatureMaps features;
    private final Outputs outputs;
    private final Tensor targets;
    private final @Nullable Tensor noise;
    private final @Nullable Tensor otherNoise;
    private final Tensor distances;
    private final Tensor adversarial;
    private final Tensor seen;

    /**
     * @param discriminator null for a training without one
     * @param features what images are compared by besides their pixels, or null
     * @param noise that the outputs were made with, or null
     * @param otherNoise to make them differ, or null
     */
    PairGeneratorLosses(
            TranslateSettings settings,
            @Nullable PairDiscriminator discriminator,
            @Nullable FeatureMaps features,
            Outputs outputs,
            Tensor targets,
            @Nullable Tensor noise,
            @Nullable Tensor otherNoise) {
        this.settings = settings;
        this.discriminator = discriminator;
        this.features = features;
        this.outputs = outputs;
        this.targets = targets;
        this.noise = noise;
        this.otherNoise = otherNoise;
        distances = Tensors.zeros(outputs.device(), size());
        adversarial = distances.copy();
        seen = distances.copy();
    }

    @Override
    public int size() {
        return outputs.size();
    }

    @Override
    public Tensor of(int from, int count, @Nullable Tape tape) {
        Tensor fake = outputs.recorded(from, count);
        Tensor distance = PatchLoss.perSample(
                fake.subtract(targets.narrow(0, from, count)).abs());
        note(distances, from, distance);
        Tensor each = distance.multiply(settings.loss().l1());
        if (discriminator != null) {
            Tensor wanted =
                    settings.objective().generatorLosses(discriminator.logits(outputs.condition(from, count), fake));
            note(adversarial, from, wanted);
            each = each.add(wanted.multiply(settings.loss().adversarial()));
        }
        if (features != null) {
            Tensor apart = apart(features, fake, targets.narrow(0, from, count));
            note(seen, from, apart);
            each = each.add(apart.multiply(settings.loss().features()));
        }
        if (noise != null && otherNoise != null) {
            each = each.add(sameness(fake, from, count).multiply(settings.loss().diversity()));
        }
        return each;
    }

    /** Mean absolute difference of each layer, as the mean over layers, {@code [N]}. */
    private Tensor apart(FeatureMaps features, Tensor fake, Tensor target) {
        List<Tensor> wanted;
        try (var _ = GradientMode.off()) {
            wanted = features.of(target);
        }
        List<Tensor> made = features.of(fake);
        Tensor sum = Tensors.zeros(outputs.device(), Math.toIntExact(fake.size(0)));
        for (int i = 0; i < made.size(); i++) {
            Tensor layer =
                    PatchLoss.perSample(made.get(i).subtract(wanted.get(i)).abs());
            sum = sum.add(layer.to(outputs.device()));
        }
        return sum.multiply(1.0 / made.size());
    }

    /** How little the output changes with the noise (Mao et al., 2019, equation 2, as the reciprocal that is minimized). */
    private Tensor sameness(Tensor fake, int from, int count) {
        if (noise == null || otherNoise == null) {
            throw new IllegalStateException("there is no noise");
        }
        Tensor other = outputs.ofNoise(from, count, otherNoise);
        Tensor changed = PatchLoss.perSample(fake.subtract(other).abs());
        Tensor apart = PatchLoss.perSample(noise.narrow(0, from, count)
                .subtract(otherNoise.narrow(0, from, count))
                .abs());
        return changed.divide(apart).add(EPSILON).reciprocal();
    }

    private static void note(Tensor all, int from, Tensor part) {
        try (var _ = GradientMode.off()) {
            all.narrow(0, from, part.size(0)).copyFrom_(part);
        }
    }

    @Override
    public List<Tensor> kept() {
        return List.of(distances, adversarial, seen);
    }

    /** The mean distance from targets. */
    Tensor distance() {
        return distances.mean();
    }

    /** The mean distance from targets of what the fixed network sees. */
    Tensor featureDistance() {
        return seen.mean();
    }

    /** The mean of what the generator wants of the discriminator. */
    Tensor wanted() {
        return adversarial.mean();
    }
}
