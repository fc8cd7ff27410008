package dev.duello.gan;

import dev.duello.learn.Latents;
import dev.duello.nn.GradientRule;
import dev.duello.nn.SampleLosses;
import dev.duello.nn.Tape;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The discriminator's losses of one private step: the reals that were drawn, of any number, and then the fakes, each a sample of
 * its own. Keeps the logits of fakes only, since those of reals may not leave the step.
 */
final class PrivateDiscriminatorLoss implements SampleLosses {
    private final Objective objective;
    private final DiscriminatorPass discriminator;
    private final Latents latents;
    private final Tensor reals;
    private final Tensor labels;
    private final Fakes fakes;
    private final int fakeCount;
    private final ImageTransforms changesOfReals;
    private final ImageTransforms changesOfFakes;
    private final int firstMade;
    private final int madeCount;
    private final Tensor fakeLogits;
    private @Nullable Tensor images;

    /**
     * @param reals {@code [N, C, H, W]}, N being 0 or more
     * @param labels INT64 {@code [N]}
     * @param rule that will ask for losses
     */
    PrivateDiscriminatorLoss(
            Objective objective,
            DiscriminatorPass discriminator,
            Latents latents,
            Tensor reals,
            Tensor labels,
            Fakes fakes,
            int fakeCount,
            GradientRule rule,
            ImageTransforms changesOfReals,
            ImageTransforms changesOfFakes) {
        this.objective = objective;
        this.discriminator = discriminator;
        this.latents = latents;
        this.reals = reals;
        this.labels = labels;
        this.fakes = fakes;
        this.fakeCount = fakeCount;
        this.changesOfReals = changesOfReals;
        this.changesOfFakes = changesOfFakes;
        GradientRule.Asked asked = rule.asks(size());
        firstMade = Math.clamp(asked.from() - realCount(), 0, fakeCount);
        madeCount = Math.clamp(asked.from() + asked.count() - realCount(), 0, fakeCount) - firstMade;
        fakeLogits = Tensors.zeros(discriminator.network().device(), fakeCount);
    }

    @Override
    public int size() {
        return realCount() + fakeCount;
    }

    private int realCount() {
        return Math.toIntExact(reals.size(0));
    }

    @Override
    public Tensor of(int from, int count, @Nullable Tape tape) {
        int real = Math.clamp(realCount() - from, 0, count);
        int firstFake = Math.max(0, from - realCount());
        int fake = count - real;
        List<Tensor> samples = new ArrayList<>();
        List<Tensor> classes = new ArrayList<>();
        if (real > 0) {
            samples.add(changesOfReals.apply(reals.narrow(0, from, real), from));
            if (latents.classes() > 0) {
                classes.add(latents.oneHot(labels.narrow(0, from, real)));
            }
        }
        if (fake > 0) {
            samples.add(changesOfFakes.apply(made().narrow(0, firstFake - firstMade, fake), firstFake));
            if (latents.classes() > 0) {
                classes.add(latents.classesOf(fakes.latents(firstFake, fake)));
            }
        }
        Tensor all = discriminator.logits(
                Tensors.concatenate(samples, 0), classes.isEmpty() ? null : Tensors.concatenate(classes, 0), tape);
        List<Tensor> losses = new ArrayList<>();
        if (real > 0) {
            losses.add(objective.realLosses(all.narrow(0, 0, real)));
        }
        if (fake > 0) {
            Tensor logits = all.narrow(0, real, fake);
            losses.add(objective.fakeLosses(logits));
            try (var _ = GradientMode.off()) {
                fakeLogits.narrow(0, firstFake, fake).copyFrom_(logits);
            }
        }
        return Tensors.concatenate(losses, 0);
    }

    /** All fakes that are asked for, made once: the generator goes on with them. */
    private Tensor made() {
        Tensor known = images;
        if (known == null) {
            // Asked for inside the scope of a part, it must live as long as the step.
            known = fakes.detached(firstMade, madeCount).keep();
            images = known;
        }
        return known;
    }

    @Override
    public List<Tensor> kept() {
        return List.of(fakeLogits);
    }

    /** Those of all fakes, {@code [N]}, as they were before the discriminator moved. */
    Tensor fakeLogits() {
        return fakeLogits;
    }

    /** Frees the fakes. */
    void close() {
        if (images != null) {
            images.close();
            images = null;
        }
    }
}
