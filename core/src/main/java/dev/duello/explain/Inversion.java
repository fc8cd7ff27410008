package dev.duello.explain;

import dev.duello.learn.Model;
import dev.duello.learn.NetworkView;
import dev.duello.learn.Weights;
import dev.duello.torch.Autograd;
import dev.duello.torch.FusedAdam;
import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds latents of which a generator makes given images, by Adam on the latents from several starts: what the encoder says where there
 * is one, the latents of the nearest of 1,000 samples, and random ones.
 */
public final class Inversion {
    /**
     * How long and from how many places to search.
     *
     * @param starts for each image, at least 1
     * @param steps of Adam, at least 1
     */
    public record Effort(int starts, int steps) {
        /** Enough for small images: 8 starts of 300 steps. */
        public static final Effort DEFAULT = new Effort(8, 300);
    }

    /**
     * What was found for one image.
     *
     * @param latent as {@link Model#sample} takes it
     * @param sample what the generator makes of it, {@code [C, spatial...]} in [-1, 1]
     * @param psnr of it and the image, in decibels
     * @param ssim of it and the image, at most 1; NaN of what is no image
     * @param nearestPsnr of the image and the nearest of 1,000 samples: what could be had without a search
     */
    public record Found(float[] latent, float[] sample, double psnr, double ssim, double nearestPsnr) {}

    /** Hears how far the search is. */
    public interface Progress {
        void update(long done, long total);
    }

    private static final int POOL = 1_000;
    private static final int BATCH = 64;
    private static final double RATE = 0.1;
    private static final double WARM_UP = 0.05;
    /** Latents beyond are rarer than one in a hundred; what a generator makes of many such numbers it has not learned. */
    private static final double BOUND = 2.5;

    private static final double FEATURE_WEIGHT = 0.1;
    private static final double LENGTH_WEIGHT = 0.01;

    private final Model model;
    private final NetworkView generator;
    private final int noise;
    private final @Nullable UnaryOperator<Tensor> features;
    private final Effort effort;
    private final Tensor poolLatents;
    private final Tensor poolImages;
    private double pixelScale = 1;
    private double featureScale = 1;

    private Inversion(Model model, @Nullable UnaryOperator<Tensor> features, Effort effort) {
        this.model = model;
        this.features = features;
        this.effort = effort;
        generator = Generators.view(model);
        noise = Generators.noise(model);
        poolLatents = model.latents(POOL, new RandomStream("inversion-pool", 0)).reshape(POOL, -1);
        List<Tensor> made = new ArrayList<>();
        for (int start = 0; start < POOL; start += 250) {
            made.add(model.sample(poolLatents.narrow(0, start, 250), Weights.AVERAGE));
        }
        poolImages = Tensors.concatenate(made, 0);
    }

    /**
     * Searches for all images, some at a time.
     *
     * @param images {@code [N, C, spatial...]} in [-1, 1]
     * @param features {@code [N, C, spatial...]} to {@code [N, d]} with gradients, in which images are compared besides their
     *     pixels; null for pixels alone
     * @throws ExplainException when the model's generator cannot be looked into
     */
    public static List<Found> of(
            Model model, Tensor images, @Nullable UnaryOperator<Tensor> features, Effort effort, Progress progress) {
        try (var _ = TensorScope.open()) {
            Inversion inversion = new Inversion(model, features, effort);
            inversion.measureScales();
            List<Found> found = new ArrayList<>();
            int together = Math.max(1, BATCH / effort.starts());
            for (long start = 0; start < images.size(0); start += together) {
                long first = start;
                long all = images.size(0);
                try (var _ = TensorScope.open()) {
                    found.addAll(inversion.search(
                            images.narrow(0, start, Math.min(together, all - start)),
                            step -> progress.update(
                                    first * effort.steps() + step * Math.min(together, all - first),
                                    all * effort.steps())));
                }
            }
            return found;
        }
    }

    /** What samples differ by anyway: then the terms of the loss are shares of it, whatever their units. */
    private void measureScales() {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Tensor some = poolImages.narrow(0, 0, 250);
            pixelScale = variance(some);
            featureScale = features == null ? 1 : variance(features.apply(some));
        }
    }

    private static double variance(Tensor rows) {
        return Math.max(1e-8, rows.subtract(rows.mean(0L)).square().mean().item());
    }

    private List<Found> search(Tensor images, IntConsumer step) {
        int count = Math.toIntExact(images.size(0));
        double[] nearest = new double[count];
        Tensor starts = starts(images, nearest);
        long[] repeated = IntStream.range(0, count * effort.starts())
                .mapToLong(i -> i / effort.starts())
                .toArray();
        Tensor targets = images.rows(Tensors.of(repeated, repeated.length).toDeviceOf(images));
        Tensor wanted;
        try (var _ = GradientMode.off()) {
            wanted = features == null ? null : features.apply(targets);
        }
        Tensor rest = starts.narrow(1, noise, starts.size(1) - noise).copy();
        Tensor leaf = starts.narrow(1, 0, noise).contiguous().copy().detach();
        descend(leaf, rest, targets, wanted, step);
        return best(leaf, rest, targets, wanted, images, nearest);
    }

    /** {@code [N * starts, latent]}: of each image what its encoder says, the nearest of the pool, then random ones. */
    private Tensor starts(Tensor images, double[] nearest) {
        List<Tensor> starts = new ArrayList<>();
        RandomStream random = new RandomStream("inversion-starts", 0);
        Tensor encoded = model.encoder()
                .map(encoder -> encoder.encode(images, Weights.AVERAGE).reshape(images.size(0), -1))
                .orElse(null);
        for (int image = 0; image < images.size(0); image++) {
            double[] distances = poolImages
                    .subtract(images.narrow(0, image, 1))
                    .square()
                    .reshape(POOL, -1)
                    .mean(1L)
                    .toDoubles();
            int[] order = IntStream.range(0, POOL)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> distances[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            nearest[image] = distances[order[0]];
            int near = 0;
            int given = 0;
            if (encoded != null) {
                starts.add(encoded.narrow(0, image, 1));
                given++;
            }
            // Half of them near, so that not all end in the same valley.
            while (given < effort.starts()) {
                starts.add(
                        near <= effort.starts() / 2
                                ? poolLatents.narrow(0, order[near++], 1)
                                : model.latents(1, random).reshape(1, -1));
                given++;
            }
        }
        return Tensors.concatenate(starts, 0);
    }

    private void descend(Tensor leaf, Tensor rest, Tensor targets, @Nullable Tensor wanted, IntConsumer told) {
        Tensor mean = leaf.copy().fill_(0);
        Tensor square = leaf.copy().fill_(0);
        leaf.requiresGradient_(true);
        try (FusedAdam adam = new FusedAdam(List.of(leaf), List.of(mean), List.of(square))) {
            for (int step = 1; step <= effort.steps(); step++) {
                told.accept(step - 1);
                try (var _ = TensorScope.open()) {
                    Tensor loss = losses(leaf, rest, targets, wanted, true).sum();
                    Tensor gradient = Autograd.gradients(loss, List.of(leaf), false)
                            .getFirst()
                            .contiguous();
                    try (var _ = GradientMode.off()) {
                        adam.take(List.of(gradient), step, rate(step), 0.9, 0.999, 1e-8);
                        leaf.clamp_(-BOUND, BOUND);
                    }
                }
            }
        }
        leaf.requiresGradient_(false);
        told.accept(effort.steps());
    }

    /** Up over the first twentieth, then down along a cosine. */
    private double rate(int step) {
        double share = (double) step / effort.steps();
        return RATE * Math.min(1, share / WARM_UP) * (0.5 + 0.5 * Math.cos(Math.PI * Math.max(0, share - WARM_UP)));
    }

    /** One loss a row; rows do not touch each other. */
    private Tensor losses(Tensor leaf, Tensor rest, Tensor targets, @Nullable Tensor wanted, boolean withLength) {
        Tensor made = made(leaf, rest);
        long rows = made.size(0);
        Tensor loss = made.subtract(targets).square().reshape(rows, -1).mean(1L).multiply(1 / pixelScale);
        if (features != null && wanted != null) {
            loss = loss.add(
                    features.apply(made).subtract(wanted).square().mean(1L).multiply(FEATURE_WEIGHT / featureScale));
        }
        // Standard normal latents of many numbers have nearly the same length.
        return withLength ? loss.add(leaf.square().mean(1L).add(-1).square().multiply(LENGTH_WEIGHT)) : loss;
    }

    private Tensor made(Tensor leaf, Tensor rest) {
        return generator.run(rest.size(1) == 0 ? leaf : Tensors.concatenate(List.of(leaf, rest), 1));
    }

    private double ssim(float[] target, float[] sample) {
        if (!ImageTraits.areThoseOf(model)) {
            return Double.NaN;
        }
        List<Integer> axes = model.sampleShape().axes();
        return ImageSimilarity.ssim(target, sample, axes.get(0), axes.get(1), axes.get(2));
    }

    private List<Found> best(
            Tensor leaf, Tensor rest, Tensor targets, @Nullable Tensor wanted, Tensor images, double[] nearest) {
        try (var _ = GradientMode.off()) {
            double[] losses = losses(leaf, rest, targets, wanted, false).toDoubles();
            Tensor latents = rest.size(1) == 0 ? leaf : Tensors.concatenate(List.of(leaf, rest), 1);
            Tensor made = made(leaf, rest);
            List<Found> found = new ArrayList<>();
            for (int image = 0; image < images.size(0); image++) {
                int first = image * effort.starts();
                int best = IntStream.range(first, first + effort.starts())
                        .boxed()
                        .min(Comparator.comparingDouble(i -> losses[i]))
                        .orElseThrow();
                float[] sample = made.narrow(0, best, 1).contiguous().toFloats();
                float[] target = images.narrow(0, image, 1).contiguous().toFloats();
                found.add(new Found(
                        latents.narrow(0, best, 1).contiguous().toFloats(),
                        sample,
                        ImageSimilarity.psnr(target, sample),
                        ssim(target, sample),
                        10 * Math.log10(4 / nearest[image])));
            }
            return found;
        }
    }
}
