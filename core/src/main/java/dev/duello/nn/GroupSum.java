package dev.duello.nn;

import dev.duello.torch.DType;
import dev.duello.torch.GradientMode;
import dev.duello.torch.ProcessGroup;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data-parallel training: each member of a process group computes the losses of its share of the batch only, the shares are added
 * in one message, and all step along the same gradient, so that their networks stay equal to the bit. What the losses kept of each
 * sample is completed in the same message (see {@link SampleLosses#kept}).
 *
 * @param inner computes the gradient of a share
 * @param isMean whether {@code inner} gives the mean over the samples that it is shown; otherwise a sum
 */
public record GroupSum(ProcessGroup group, GradientRule inner, boolean isMean) implements GradientRule {
    @Override
    public List<Tensor> gradients(SampleLosses losses, Parameters parameters) {
        Asked share = share(losses.size());
        List<Tensor> gradients = inner.gradients(new Part(losses, share.from(), share.count()), parameters);
        if (isMean && losses.size() > 0) {
            double weight = (double) share.count() / losses.size();
            try (var _ = GradientMode.off()) {
                gradients.forEach(gradient -> gradient.multiply_(weight));
            }
        }
        DType wire = group.wire();
        if (wire == DType.FLOAT32) {
            List<Tensor> message = new ArrayList<>(gradients);
            message.addAll(losses.kept());
            group.sum(message, wire);
        } else {
            group.sum(gradients, wire);
            group.sum(losses.kept(), DType.FLOAT32);
        }
        return gradients;
    }

    @Override
    public Asked asks(int size) {
        Asked share = share(size);
        Asked part = inner.asks(share.count());
        return new Asked(share.from() + part.from(), part.count(), part.atOnce());
    }

    private Asked share(int size) {
        return share(group, size);
    }

    /** A member's share of so many samples: as many as the others', or one more or less. */
    public static Asked share(ProcessGroup group, int size) {
        int from = (int) ((long) size * group.rank() / group.size());
        int to = (int) ((long) size * (group.rank() + 1) / group.size());
        return new Asked(from, to - from, true);
    }

    @Override
    public List<RandomStream> streams() {
        return inner.streams();
    }

    private record Part(SampleLosses all, int start, int size) implements SampleLosses {
        @Override
        public Tensor of(int from, int count, @Nullable Tape tape) {
            return all.of(start + from, count, tape);
        }
    }
}
