package dev.duello.gan;

import dev.duello.gan.diagnosis.TrainingCritic.Logits;
import dev.duello.nn.Mode;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The gradient penalty of one step, one number a sample; what it draws, it draws for the whole batch. */
final class PenaltyTerm {
    private final Penalty penalty;
    private final double progress;
    private final DiscriminatorPass discriminator;
    private final ImageTransforms changes;
    private final @Nullable Tensor shares;
    private final @Nullable FiniteDifferences differences;

    /**
     * @param images the batch's shape, {@code [N, ...]}
     * @param changesOfReals what the discriminator sees of reals, as of fakes
     * @param mixing where points between reals and fakes are drawn from
     */
    PenaltyTerm(
            Penalty penalty,
            double progress,
            DiscriminatorPass discriminator,
            long[] images,
            ImageTransforms changesOfReals,
            ImageTransforms changesOfFakes,
            Augmenter augmenter,
            RandomStream mixing) {
        this.penalty = penalty;
        this.progress = progress;
        this.discriminator = discriminator;
        boolean mixes = penalty.wganGp() > 0;
        Device device = discriminator.network().device();
        shares = mixes ? mixing.uniform(device, 0, 1, oneEach(images)) : null;
        changes = mixes ? augmenter.draw(images, progress) : ImageTransforms.NONE;
        differences = penalty.estimator() == GradientEstimator.EXACT
                ? null
                : new FiniteDifferences(discriminator, images[0], changesOfReals, changesOfFakes);
    }

    private static long[] oneEach(long[] images) {
        long[] shape = images.clone();
        Arrays.fill(shape, 1, shape.length, 1);
        return shape;
    }

    /** Whether the logits given to {@link #of} must be differentiable in the samples. */
    boolean differentiatesTwice() {
        return differences == null;
    }

    /**
     * The penalty of the samples from number {@code from} on.
     *
     * @param reals {@code [n, ...]}, as {@code fakes}; both require gradients where {@link #differentiatesTwice}
     * @param logits of both, recorded
     * @param z latents of the fakes
     * @return {@code [n]}
     */
    Tensor of(int from, Tensor reals, Tensor fakes, Logits logits, Tensor z) {
        double r1 = penalty.r1().at(progress) / 2;
        double r2 = penalty.r2().at(progress) / 2;
        List<Tensor> terms = new ArrayList<>();
        if (differences != null && penalty.r1().max() + penalty.r2().max() > 0) {
            terms.add(differences.of(from, reals, r1, fakes, r2, z));
        }
        if (differences == null && penalty.r1().max() > 0) {
            terms.add(GradientPenalties.zeroCentered(logits.reals(), reals).multiply(r1));
        }
        if (differences == null && penalty.r2().max() > 0) {
            terms.add(GradientPenalties.zeroCentered(logits.fakes(), fakes).multiply(r2));
        }
        if (shares != null) {
            Tensor share = shares.narrow(0, from, reals.size(0));
            Tensor between =
                    fakes.add(reals.subtract(fakes).multiply(share)).detach().requiresGradient_(true);
            Tensor logitsBetween = discriminator.logits(changes.apply(between, from), z, Mode.TRAIN);
            terms.add(GradientPenalties.oneCentered(logitsBetween, between).multiply(penalty.wganGp()));
        }
        return terms.stream().reduce(Tensor::add).orElseThrow();
    }
}
