package dev.duello.nn;

import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gradient accumulation: the batch is computed in parts, one after the other, so that only one part's activations are in
 * memory. The result is the mean over the whole batch, except that layers which mix samples, such as batch normalization, see
 * one part at a time.
 *
 * @param size samples in a part, at least 1; the last may have fewer
 * @param part the rule for each part, which must be linear in the losses of samples: not one that clips their mean or adds noise
 */
public record MicroBatches(int size, GradientRule part) implements GradientRule {
    public MicroBatches {
        if (size < 1) {
            throw new IllegalArgumentException("a micro-batch has at least 1 sample, not " + size);
        }
    }

    @Override
    public List<Tensor> gradients(SampleLosses losses, Parameters parameters) {
        int all = losses.size();
        if (all <= size) {
            return part.gradients(losses, parameters);
        }
        List<Tensor> sums = parameters.zeroGradients();
        for (int from = 0; from < all; from += size) {
            int count = Math.min(size, all - from);
            try (var _ = TensorScope.open()) {
                List<Tensor> gradients = part.gradients(new Part(losses, from, count), parameters);
                try (var _ = GradientMode.off()) {
                    for (int i = 0; i < sums.size(); i++) {
                        sums.get(i).add_(gradients.get(i), (double) count / all);
                    }
                }
            }
        }
        return sums;
    }

    @Override
    public Asked asks(int all) {
        return all <= size ? part.asks(all) : new Asked(0, all, false);
    }

    @Override
    public List<RandomStream> streams() {
        return part.streams();
    }

    private record Part(SampleLosses all, int start, int size) implements SampleLosses {
        @Override
        public Tensor of(int from, int count, @Nullable Tape tape) {
            return all.of(start + from, count, tape);
        }
    }
}
