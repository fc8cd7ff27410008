package dev.duello.gan;

import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;

/**
 * The squared length of a discriminator's gradient at a batch's first images, without differentiating twice: see
 * {@link GradientEstimator#FINITE_DIFFERENCE}. Computed in float32, since in bfloat16 the difference of two logits is mostly
 * rounding.
 */
final class FiniteDifferences {
    /** One of so many images is looked at. */
    private static final int ONE_OF = 4;

    /** How far the standard deviation of a step is, in images of -1 to 1. */
    private static final double EPSILON = 0.01;

    private final DiscriminatorPass discriminator;
    private final ImageTransforms changesOfReals;
    private final ImageTransforms changesOfFakes;
    private final Tensor stepsOfReals;
    private final Tensor stepsOfFakes;
    private final double weight;

    /**
     * @param images the batch's shape, {@code [N, ...]}
     * @param random where directions are drawn from
     */
    FiniteDifferences(
            DiscriminatorPass discriminator,
            long[] images,
            ImageTransforms changesOfReals,
            ImageTransforms changesOfFakes,
            RandomStream random) {
        this.discriminator = discriminator;
        this.changesOfReals = changesOfReals;
        this.changesOfFakes = changesOfFakes;
        long[] some = images.clone();
        some[0] = Math.ceilDiv(images[0], ONE_OF);
        Device device = discriminator.network().device();
        stepsOfReals = random.normal(device, some).multiply(EPSILON);
        stepsOfFakes = random.normal(device, some).multiply(EPSILON);
        // The mean over all images, of which most count 0, is then the mean over those that are looked at.
        weight = (double) images[0] / some[0];
    }

    /**
     * {@code r1 |∇D(real)|² + r2 |∇D(fake)|²} of the samples from number {@code from} on, estimated and with more weight for some, 0
     * for the others, so that the mean over the batch is right.
     *
     * @param reals {@code [n, ...]}, as {@code fakes}
     * @param z latents of the fakes
     * @return {@code [n]}
     */
    Tensor of(int from, Tensor reals, double r1, Tensor fakes, double r2, Tensor z) {
        long all = reals.size(0);
        long count = Math.clamp(stepsOfReals.size(0) - from, 0, all);
        Tensor none = Tensors.zeros(discriminator.network().device(), all - count);
        if (count == 0) {
            return none;
        }
        Tensor classes = z.narrow(0, 0, count);
        Tensor of = squares(reals.narrow(0, 0, count), stepsOfReals, changesOfReals, from, classes)
                .multiply(r1)
                .add(squares(fakes.narrow(0, 0, count), stepsOfFakes, changesOfFakes, from, classes)
                        .multiply(r2));
        return Tensors.concatenate(List.of(of.multiply(weight), none), 0);
    }

    private Tensor squares(Tensor images, Tensor steps, ImageTransforms changes, int from, Tensor z) {
        Tensor moved = images.add(steps.narrow(0, from, images.size(0)));
        // Layers that draw noise, such as dropout, must draw the same for both.
        long drawn = discriminator.noise().position();
        Tensor before = discriminator.logits(changes.apply(images, from), z, DType.FLOAT32);
        discriminator.noise().position(drawn);
        Tensor after = discriminator.logits(changes.apply(moved, from), z, DType.FLOAT32);
        return after.subtract(before).multiply(1 / EPSILON).square();
    }
}
