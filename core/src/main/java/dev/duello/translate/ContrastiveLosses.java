package dev.duello.translate;

import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.SampleLosses;
import dev.duello.nn.Tape;
import dev.duello.torch.Functions;
import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The losses of generator and heads of one step (Park et al., 2020, equation 5): what is made is to be taken for real, and each patch of it
 * is to be nearer to the patch of the source at its place than to others of the same source.
 */
final class ContrastiveLosses implements SampleLosses {
    private final ContrastiveSettings settings;
    private final PatchFeatures features;
    private final Network discriminator;
    private final Outputs outputs;
    private final Tensor targets;
    private final List<Tensor> patches;
    private final RandomStream layerNoise;
    private final Tensor adversarial;
    private final Tensor contrasts;

    /** @param patches that are contrasted, for each layer */
    ContrastiveLosses(
            ContrastiveSettings settings,
            PatchFeatures features,
            Network discriminator,
            Outputs outputs,
            Tensor targets,
            List<Tensor> patches,
            RandomStream layerNoise) {
        this.settings = settings;
        this.features = features;
        this.discriminator = discriminator;
        this.outputs = outputs;
        this.targets = targets;
        this.patches = patches;
        this.layerNoise = layerNoise;
        adversarial = Tensors.zeros(outputs.device(), size());
        contrasts = adversarial.copy();
    }

    @Override
    public int size() {
        return outputs.size();
    }

    @Override
    public Tensor of(int from, int count, @Nullable Tape tape) {
        Tensor fake = outputs.recorded(from, count);
        Tensor wanted = settings.objective().generatorLosses(discriminator.forward(fake, Mode.TRAIN));
        Tensor contrast = contrast(outputs.condition(from, count).sources(), fake);
        if (settings.loss().identity()) {
            Tensor goal = targets.narrow(0, from, count);
            Tensor same = features.generator()
                    .forward(
                            goal,
                            features.generator()
                                    .pass(Mode.TRAIN, Map.of(), null)
                                    .with(layerNoise));
            contrast = contrast.add(contrast(goal, same)).multiply(0.5);
        }
        try (var _ = GradientMode.off()) {
            adversarial.narrow(0, from, count).copyFrom_(wanted);
            contrasts.narrow(0, from, count).copyFrom_(contrast);
        }
        return wanted.add(contrast.multiply(settings.loss().contrastive()));
    }

    /** The cross-entropy of finding each patch of an image among those of its source, {@code [N]}, as the mean over layers. */
    private Tensor contrast(Tensor sources, Tensor images) {
        List<Tensor> queries = features.of(images, patches);
        List<Tensor> keys;
        try (var _ = GradientMode.off()) {
            keys = features.of(sources, patches);
        }
        Tensor sum = null;
        for (int layer = 0; layer < queries.size(); layer++) {
            Tensor query = queries.get(layer);
            long count = query.size(1);
            Tensor similarities = query.matmul(keys.get(layer).permute(0, 2, 1))
                    .multiply(1 / settings.loss().temperature());
            long[] places = LongStream.range(0, query.size(0) * count)
                    .map(i -> i % count)
                    .toArray();
            Tensor each = Functions.crossEntropies(
                            similarities.reshape(-1, count),
                            Tensors.of(places, places.length).sentTo(outputs.device()))
                    .reshape(-1, count)
                    .mean(1);
            sum = sum == null ? each : sum.add(each);
        }
        if (sum == null) {
            throw new IllegalStateException("no layers are looked at");
        }
        return sum.multiply(1.0 / queries.size());
    }

    @Override
    public List<Tensor> kept() {
        return List.of(adversarial, contrasts);
    }

    /** The mean of what the generator wants of the discriminator. */
    Tensor wanted() {
        return adversarial.mean();
    }

    /** The mean contrastive loss, in nats. */
    Tensor contrast() {
        return contrasts.mean();
    }
}
