package dev.duello.gan;

import dev.duello.gan.diagnosis.TrainingCritic.Logits;
import dev.duello.nn.SampleLosses;
import dev.duello.nn.Tape;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The discriminator's losses of one step: it learns to tell reals from fakes and is penalized for large gradients. Keeps the
 * logits and losses that it computed, for the generator and for statistics.
 */
final class DiscriminatorLoss implements SampleLosses {
    private final Objective objective;
    private final DiscriminatorPass discriminator;
    private final Tensor reals;
    private final Fakes fakes;
    private final ImageTransforms changesOfReals;
    private final ImageTransforms changesOfFakes;
    private final @Nullable PenaltyTerm penalty;
    private final int interval;
    private final Tensor realLogits;
    private final Tensor fakeLogits;
    private final Tensor losses;
    private final Tensor penalties;

    /**
     * @param penalty null in a step without one
     * @param interval what the penalty is multiplied by
     */
    DiscriminatorLoss(
            Objective objective,
            DiscriminatorPass discriminator,
            Tensor reals,
            Fakes fakes,
            ImageTransforms changesOfReals,
            ImageTransforms changesOfFakes,
            @Nullable PenaltyTerm penalty,
            int interval) {
        this.objective = objective;
        this.discriminator = discriminator;
        this.reals = reals;
        this.fakes = fakes;
        this.changesOfReals = changesOfReals;
        this.changesOfFakes = changesOfFakes;
        this.penalty = penalty;
        this.interval = interval;
        Device device = discriminator.network().device();
        realLogits = Tensors.zeros(device, size());
        fakeLogits = Tensors.zeros(device, size());
        losses = Tensors.zeros(device, size());
        penalties = Tensors.zeros(device, penalty == null ? 0 : size());
    }

    @Override
    public int size() {
        return Math.toIntExact(reals.size(0));
    }

    @Override
    public Tensor of(int from, int count, @Nullable Tape tape) {
        if (tape != null && penalty != null) {
            throw new IllegalStateException("The gradient of a gradient penalty cannot be had from a tape.");
        }
        Tensor z = fakes.latents(from, count);
        Tensor fake = fakes.detached(from, count);
        Tensor real = reals.narrow(0, from, count);
        if (penalty != null && penalty.differentiatesTwice()) {
            real = real.detach().requiresGradient_(true);
            fake = fake.detach().requiresGradient_(true);
        }
        Logits logits =
                discriminator.logits(changesOfReals.apply(real, from), changesOfFakes.apply(fake, from), z, tape);
        Tensor each = objective.discriminatorLosses(logits.reals(), logits.fakes());
        note(realLogits, from, logits.reals());
        note(fakeLogits, from, logits.fakes());
        note(losses, from, each);
        if (penalty == null) {
            return each;
        }
        Tensor paid = penalty.of(from, real, fake, logits, z);
        note(penalties, from, paid);
        return each.add(paid.multiply(interval));
    }

    /** Copied, since what is computed here lives no longer than its part of the batch. */
    private static void note(Tensor all, int from, Tensor part) {
        try (var _ = GradientMode.off()) {
            all.narrow(0, from, part.size(0)).copyFrom_(part);
        }
    }

    @Override
    public List<Tensor> kept() {
        return List.of(realLogits, fakeLogits, losses, penalties);
    }

    /** All logits, {@code [N]} each, as they were before the discriminator moved. */
    Logits logits() {
        return new Logits(realLogits, fakeLogits);
    }

    /** All losses without the penalty, {@code [N]}. */
    Tensor losses() {
        return losses;
    }

    /** What was paid in a step with a penalty, {@code [N]}. */
    Tensor penalties() {
        return penalties;
    }
}
