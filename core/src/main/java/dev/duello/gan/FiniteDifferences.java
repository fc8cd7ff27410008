package dev.duello.gan;

import dev.duello.torch.Autograd;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The squared length of a discriminator's gradient at every fourth image of a batch, without differentiating twice: see
 * {@link GradientEstimator#FINITE_DIFFERENCE}. With {@code n} the direction of the gradient, held fixed, the derivative in the
 * weights is that of {@code |∇D(x)|²} but for terms of ε. Random directions have the same mean, but the derivative then varies as much
 * as an image has numbers, and small batches do not learn.
 *
 * <p>Differences are computed in float32, since in bfloat16 those of two logits are mostly rounding.
 */
final class FiniteDifferences {
    /** One of so many images is looked at, so that each part of a batch has its share of them. */
    private static final int ONE_OF = 4;

    /** The length of a step, with pixels of -1 to 1. */
    private static final double EPSILON = 0.05;

    /** Keeps the direction finite where a gradient vanishes. */
    private static final double SMALLEST = 1e-20;

    private final DiscriminatorPass discriminator;
    private final ImageTransforms changesOfReals;
    private final ImageTransforms changesOfFakes;
    private final double weight;

    /** @param batch the number of samples */
    FiniteDifferences(
            DiscriminatorPass discriminator,
            long batch,
            ImageTransforms changesOfReals,
            ImageTransforms changesOfFakes) {
        this.discriminator = discriminator;
        this.changesOfReals = changesOfReals.every(ONE_OF);
        this.changesOfFakes = changesOfFakes.every(ONE_OF);
        long some = Math.ceilDiv(batch, ONE_OF);
        // The mean over all images, of which most count 0, is then the mean over those that are looked at.
        weight = (double) batch / some;
    }

    /**
     * {@code r1 |∇D(real)|² + r2 |∇D(fake)|²} of the samples from number {@code from} on, with more weight for some and 0 for the
     * others, so that the mean over the batch is right.
     *
     * @param reals {@code [n, ...]}, as {@code fakes}
     * @param z latents of the fakes
     * @return {@code [n]}
     */
    Tensor of(int from, Tensor reals, double r1, Tensor fakes, double r2, Tensor z) {
        int all = Math.toIntExact(reals.size(0));
        long[] some = IntStream.range(0, all)
                .filter(i -> (from + i) % ONE_OF == 0)
                .asLongStream()
                .toArray();
        Device device = discriminator.network().device();
        if (some.length == 0) {
            return Tensors.zeros(device, all);
        }
        Tensor rows = Tensors.of(some, some.length).sentTo(device);
        Tensor classes = z.rows(rows);
        int first = Math.ceilDiv(from, ONE_OF);
        Tensor sum = Tensors.zeros(device, some.length);
        if (r1 > 0) {
            sum = sum.add(
                    squares(reals.rows(rows), changesOfReals, first, classes).multiply(r1 * weight));
        }
        if (r2 > 0) {
            sum = sum.add(
                    squares(fakes.rows(rows), changesOfFakes, first, classes).multiply(r2 * weight));
        }
        return spread(sum, some, all);
    }

    /** Each number at its place among zeros. @param some places of the numbers, ascending */
    private static Tensor spread(Tensor numbers, long[] some, int all) {
        long[] from = new long[all];
        Arrays.fill(from, some.length);
        for (int i = 0; i < some.length; i++) {
            from[Math.toIntExact(some[i])] = i;
        }
        Tensor zero = Tensors.zeros(Device.CPU, 1).toDeviceOf(numbers);
        return Tensors.concatenate(List.of(numbers, zero), 0)
                .rows(Tensors.of(from, all).toDeviceOf(numbers));
    }

    private Tensor squares(Tensor images, ImageTransforms changes, int from, Tensor z) {
        long count = images.size(0);
        Tensor moved = images.add(steps(images, changes, from, z));
        // In one pass, since a pass moves the estimates of spectral normalization.
        Tensor both = Tensors.concatenate(List.of(changes.apply(images, from), changes.apply(moved, from)), 0);
        Tensor logits = discriminator.logits(both, Tensors.concatenate(List.of(z, z), 0), DType.FLOAT32);
        return logits.narrow(0, count, count)
                .subtract(logits.narrow(0, 0, count))
                .multiply(1 / EPSILON)
                .square();
    }

    /** Of length ε each, uphill. */
    private Tensor steps(Tensor images, ImageTransforms changes, int from, Tensor z) {
        Tensor points = images.detach().requiresGradient_(true);
        Tensor logits = discriminator.logits(
                changes.apply(points, from),
                z,
                discriminator.network().precision().compute());
        Tensor gradients = Autograd.gradients(logits.sum(), List.of(points), false)
                .getFirst()
                .to(DType.FLOAT32);
        try (var _ = GradientMode.off()) {
            long[] withinImage = LongStream.range(1, gradients.shape().length).toArray();
            long[] oneEach = gradients.shape();
            Arrays.fill(oneEach, 1, oneEach.length, 1);
            Tensor lengths =
                    gradients.square().sum(withinImage).add(SMALLEST).sqrt().reshape(oneEach);
            return gradients.divide(lengths).multiply(EPSILON);
        }
    }
}
