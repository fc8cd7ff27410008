package dev.duello.gan;

import dev.duello.nn.SampleLosses;
import dev.duello.nn.Tape;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The generator's losses of one step in which it learns from the mean embedding alone. */
final class EmbeddingLoss implements SampleLosses {
    private final EmbeddingTerm term;
    private final Fakes fakes;
    private final Tensor losses;

    EmbeddingLoss(EmbeddingTerm term, Fakes fakes, int count) {
        this.term = term;
        this.fakes = fakes;
        losses = Tensors.zeros(term.embedding().device(), count);
    }

    @Override
    public int size() {
        return Math.toIntExact(losses.size(0));
    }

    @Override
    public Tensor of(int from, int count, @Nullable Tape tape) {
        // The distance is one number, which stands for each sample of the part.
        Tensor each = term.of(fakes.recorded(from, count, tape), fakes.latents(from, count))
                .expand(count);
        try (var _ = GradientMode.off()) {
            losses.narrow(0, from, count).copyFrom_(each);
        }
        return each;
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
