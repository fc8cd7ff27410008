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

    /**
     * @param images the batch's shape, {@code [N, ...]}
     * @param mixing where points between reals and fakes are drawn from
     */
    PenaltyTerm(
            Penalty penalty,
            double progress,
            DiscriminatorPass discriminator,
            long[] images,
            Augmenter augmenter,
            RandomStream mixing) {
        this.penalty = penalty;
        this.progress = progress;
        this.discriminator = discriminator;
        boolean mixes = penalty.wganGp() > 0;
        Device device = discriminator.network().device();
        shares = mixes ? mixing.uniform(device, 0, 1, oneEach(images)) : null;
        changes = mixes ? augmenter.draw(images, progress) : ImageTransforms.NONE;
    }

    private static long[] oneEach(long[] images) {
        long[] shape = images.clone();
        Arrays.fill(shape, 1, shape.length, 1);
        return shape;
    }

    /**
     * The penalty of the samples from number {@code from} on.
     *
     * @param reals {@code [n, ...]} that require gradients, as {@code fakes}
     * @param logits of both, recorded
     * @param z latents of the fakes
     * @return {@code [n]}
     */
    Tensor of(int from, Tensor reals, Tensor fakes, Logits logits, Tensor z) {
        List<Tensor> terms = new ArrayList<>();
        if (penalty.r1().max() > 0) {
            Tensor r1 = GradientPenalties.zeroCentered(logits.reals(), reals);
            terms.add(r1.multiply(penalty.r1().at(progress) / 2));
        }
        if (penalty.r2().max() > 0) {
            Tensor r2 = GradientPenalties.zeroCentered(logits.fakes(), fakes);
            terms.add(r2.multiply(penalty.r2().at(progress) / 2));
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
