package dev.duello.gan;

import dev.duello.data.Dataset;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * The noisy sums of random features of private samples, one for each class, and how far generated samples are from their means:
 * a maximum mean discrepancy of which the data's side was released once by the Gaussian mechanism (Harder, Adamczewski and Park,
 * 2021, <a href="https://arxiv.org/abs/2002.11603">arXiv:2002.11603</a>). Adding or removing one sample changes the sums by a
 * vector of length 1. A small part of it counts the samples, so that means are to scale where classes are of different sizes.
 * Whoever makes it closes it.
 */
final class MeanEmbedding implements AutoCloseable {
    /** Square of the part of a sample's vector that counts; the features have the rest. */
    private static final double COUNTING = 0.01;

    private static final int AT_ONCE = 500;

    private final RandomFeatures features;
    private final int classes;
    private final double noise;
    private final Device device;
    private final RandomStream random;
    private final Tensor sums;

    /**
     * @param classes 0 for samples without classes
     * @param noise standard deviation of what is added to each number, above 0
     * @param random the noise's own stream
     */
    MeanEmbedding(RandomFeatures features, int classes, double noise, Device device, RandomStream random) {
        if (!(noise > 0 && Double.isFinite(noise))) {
            throw new IllegalArgumentException("An embedding is released with noise above 0, not " + noise + ".");
        }
        this.features = features;
        this.classes = classes;
        this.noise = noise;
        this.device = device;
        this.random = random;
        sums = Tensors.zeros(device, Math.max(1, classes), features.size() + 1L).keep();
    }

    /** The one look at the private samples. */
    void release(Dataset samples) {
        try (var _ = GradientMode.off();
                var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            sums.fill_(0);
            MemorySegment stored =
                    arena.allocate((long) AT_ONCE * samples.format().bytes());
            for (int from = 0; from < samples.size(); from += AT_ONCE) {
                try (var _ = TensorScope.open()) {
                    add(samples, from, Math.min(AT_ONCE, samples.size() - from), stored);
                }
            }
            sums.add_(random.normal(device, sums.shape()), noise);
        }
    }

    private void add(Dataset samples, int from, int count, MemorySegment stored) {
        int[] indices = new int[count];
        long[] labels = new long[count];
        Arrays.setAll(indices, i -> from + i);
        Arrays.setAll(labels, i -> classes == 0 ? 0 : samples.label(from + i));
        samples.gather(indices, stored);
        Tensor images = samples.format().toTensor(stored, count, device);
        Tensor counting = Tensors.zeros(device, count, 1).add(Math.sqrt(COUNTING));
        Tensor vectors =
                Tensors.concatenate(List.of(features.of(images).multiply(Math.sqrt(1 - COUNTING)), counting), 1);
        Tensor rows = Functions.oneHot(Tensors.of(labels, count).to(device), Math.max(1, classes));
        sums.add_(rows.transpose().matmul(vectors), 1);
    }

    Device device() {
        return device;
    }

    RandomStream random() {
        return random;
    }

    /** What was released, {@code [classes or 1, features + 1]}: state to save. */
    Tensor sums() {
        return sums;
    }

    /** The noisy mean of each class, {@code [classes or 1, features]}. */
    private Tensor means() {
        try (var _ = GradientMode.off()) {
            // No class is taken to be smaller than the noise tells.
            Tensor counts = sums.narrow(1, features.size(), 1)
                    .multiply(1 / Math.sqrt(COUNTING))
                    .clamp_(Math.max(1, noise / Math.sqrt(COUNTING)), Double.POSITIVE_INFINITY);
            return sums.narrow(1, 0, features.size())
                    .multiply(1 / Math.sqrt(1 - COUNTING))
                    .divide(counts);
        }
    }

    /**
     * The squared distance between the means of generated samples and of the data, the mean over the classes, without what does
     * not depend on the samples. No sample is compared with itself: the estimate is unbiased, so that it does not reward samples
     * for being alike.
     *
     * @param samples {@code [N, C, spatial...]}
     * @param rows the class of each as a row of zeros with a one, {@code [N, classes]}; {@code [N, 1]} of ones without classes
     */
    Tensor distance(Tensor samples, Tensor rows) {
        Tensor sumsOfThese = rows.transpose().matmul(features.of(samples));
        Tensor each;
        Tensor pairs;
        try (var _ = GradientMode.off()) {
            Tensor counts = rows.sum(0).reshape(-1, 1);
            each = counts.copy().clamp_(1, Double.POSITIVE_INFINITY).reciprocal();
            pairs = counts.multiply(counts.add(-1))
                    .clamp_(1, Double.POSITIVE_INFINITY)
                    .reciprocal();
        }
        Tensor ofPairs = sumsOfThese.square().multiply(pairs);
        Tensor withData = sumsOfThese.multiply(means()).multiply(each).multiply(2);
        return ofPairs.subtract(withData).sum().multiply(1.0 / Math.max(1, classes));
    }

    @Override
    public void close() {
        features.close();
        sums.close();
    }
}
