package dev.duello.gan;

import dev.duello.nn.Mode;
import dev.duello.nn.SampleLosses;
import dev.duello.nn.Tape;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The generator's losses of one step: it learns to be taken for real. Keeps the losses, for statistics. */
final class GeneratorLoss implements SampleLosses {
    private final Objective objective;
    private final DiscriminatorPass discriminator;
    private final Fakes fakes;
    private final ImageTransforms changes;
    private final Tensor realLogits;
    private final @Nullable EmbeddingTerm embedding;
    private final Tensor losses;

    /**
     * @param realLogits as the discriminator gave them in this step, {@code [N]}
     * @param embedding what else it learns, or null
     */
    GeneratorLoss(
            Objective objective,
            DiscriminatorPass discriminator,
            Fakes fakes,
            ImageTransforms changes,
            Tensor realLogits,
            @Nullable EmbeddingTerm embedding) {
        this.objective = objective;
        this.discriminator = discriminator;
        this.fakes = fakes;
        this.changes = changes;
        this.realLogits = realLogits;
        this.embedding = embedding;
        losses = Tensors.zeros(discriminator.network().device(), size());
    }

    @Override
    public int size() {
        return Math.toIntExact(realLogits.size(0));
    }

    @Override
    public Tensor of(int from, int count, @Nullable Tape tape) {
        Tensor fake = fakes.recorded(from, count, tape);
        // After one batch of both, the fakes alone would have other statistics.
        Mode mode = discriminator.concatRealFake() ? Mode.EVALUATE : Mode.TRAIN;
        Tensor logits = discriminator.logits(changes.apply(fake, from), fakes.latents(from, count), mode);
        Tensor each = objective.generatorLosses(realLogits.narrow(0, from, count), logits);
        try (var _ = GradientMode.off()) {
            losses.narrow(0, from, count).copyFrom_(each);
        }
        return embedding == null ? each : each.add(embedding.of(fake, fakes.latents(from, count)));
    }

    @Override
    public List<Tensor> kept() {
        return List.of(losses);
    }

    /** All losses, {@code [N]}. */
    Tensor losses() {
        return losses;
    }
}
