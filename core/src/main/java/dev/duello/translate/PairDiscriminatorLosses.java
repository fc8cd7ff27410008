package dev.duello.translate;

import dev.duello.nn.SampleLosses;
import dev.duello.nn.Tape;
import dev.duello.torch.Functions;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The discriminator's losses of one step: it learns to tell targets from what the generator makes. Keeps them, for statistics. */
final class PairDiscriminatorLosses implements SampleLosses {
    private final PatchLoss loss;
    private final PairDiscriminator discriminator;
    private final Outputs outputs;
    private final Tensor targets;
    private final Tensor losses;
    private final Tensor realProbabilities;
    private final Tensor fakeProbabilities;

    PairDiscriminatorLosses(PatchLoss loss, PairDiscriminator discriminator, Outputs outputs, Tensor targets) {
        this.loss = loss;
        this.discriminator = discriminator;
        this.outputs = outputs;
        this.targets = targets;
        losses = Tensors.zeros(discriminator.network().device(), size());
        realProbabilities = losses.copy();
        fakeProbabilities = losses.copy();
    }

    @Override
    public int size() {
        return outputs.size();
    }

    @Override
    public Tensor of(int from, int count, @Nullable Tape tape) {
        Condition condition = outputs.condition(from, count);
        Tensor fake = outputs.detached(from, count);
        Tensor realLogits = discriminator.logits(condition, targets.narrow(0, from, count));
        Tensor fakeLogits = discriminator.logits(condition, fake);
        Tensor each = loss.discriminatorLosses(realLogits, fakeLogits);
        try (var _ = GradientMode.off()) {
            losses.narrow(0, from, count).copyFrom_(each);
            realProbabilities.narrow(0, from, count).copyFrom_(PatchLoss.perSample(Functions.sigmoid(realLogits)));
            fakeProbabilities.narrow(0, from, count).copyFrom_(PatchLoss.perSample(Functions.sigmoid(fakeLogits)));
        }
        return each;
    }

    @Override
    public List<Tensor> kept() {
        return List.of(losses, realProbabilities, fakeProbabilities);
    }

    Tensor mean() {
        return losses.mean();
    }

    /** The mean probability of being real of targets. */
    Tensor realProbability() {
        return realProbabilities.mean();
    }

    /** The same of what the generator made. */
    Tensor fakeProbability() {
        return fakeProbabilities.mean();
    }
}
