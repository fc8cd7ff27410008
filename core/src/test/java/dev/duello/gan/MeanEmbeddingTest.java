package dev.duello.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.nn.Shape;
import dev.duello.torch.Autograd;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeanEmbeddingTest {
    private static final int SIDE = 8;
    private static final int PIXELS = SIDE * SIDE;
    private static final Shape IMAGE = Shape.of(1, SIDE, SIDE);
    private static final double NEXT_TO_NONE = 1e-9;

    /** Of class 0 the darker, of class 1 the brighter images. */
    private static Dataset images(int... labels) {
        Random random = new Random(3);
        byte[] pixels = new byte[labels.length * PIXELS];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (random.nextInt(120) + 130 * labels[i / PIXELS]);
        }
        return Datasets.of("some", new ImageFormat(1, SIDE, SIDE), pixels, labels, List.of("dark", "bright"));
    }

    private static MeanEmbedding embedding(double noise, long seed) {
        return new MeanEmbedding(
                RandomFeatures.of(IMAGE, Device.CPU), 2, noise, Device.CPU, new RandomStream("test", seed));
    }

    private static float[] released(Dataset images, double noise, long seed) {
        try (MeanEmbedding embedding = embedding(noise, seed)) {
            embedding.release(images);
            return embedding.sums().toFloats();
        }
    }

    private static double length(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.pow((double) a[i] - b[i], 2);
        }
        return Math.sqrt(sum);
    }

    @Test
    void products_of_features_are_the_mean_of_gaussian_kernels() {
        try (RandomFeatures features = RandomFeatures.of(IMAGE, Device.CPU);
                var _ = TensorScope.open()) {
            Tensor x = new RandomStream("x", 1).uniform(Device.CPU, -1, 1, 6, 1, SIDE, SIDE);
            x.narrow(0, 5, 1).copyFrom_(x.narrow(0, 4, 1).multiply(0.8));
            float[] pixels = x.toFloats();
            float[] vectors = features.of(x).toFloats();
            for (int a = 0; a < 6; a++) {
                for (int b = 0; b < 6; b++) {
                    double product = 0;
                    for (int i = 0; i < features.size(); i++) {
                        product += (double) vectors[a * features.size() + i] * vectors[b * features.size() + i];
                    }
                    double distance = length(
                            Arrays.copyOfRange(pixels, a * PIXELS, (a + 1) * PIXELS),
                            Arrays.copyOfRange(pixels, b * PIXELS, (b + 1) * PIXELS));
                    double kernel = 0;
                    for (double width : new double[] {0.18, 0.36, 0.72}) {
                        kernel += Math.exp(-Math.pow(distance / (width * Math.sqrt(PIXELS)), 2) / 2) / 3;
                    }
                    // The mean of 1,500 cosines of each width.
                    assertThat(product).isCloseTo(kernel, within(a == b ? 1e-5 : 0.05));
                }
            }
        }
    }

    @Test
    void large_images_are_averaged_down() {
        try (RandomFeatures large = RandomFeatures.of(Shape.of(3, 64, 96), Device.CPU);
                RandomFeatures small = RandomFeatures.of(Shape.of(3, 32, 32), Device.CPU);
                var _ = TensorScope.open()) {
            Tensor x = new RandomStream("x", 1).uniform(Device.CPU, -1, 1, 2, 3, 64, 96);
            Tensor averaged = Functions.averagePool(x, new long[] {2, 3}, new long[] {2, 3}, new long[2]);
            assertThat(large.of(x).toFloats()).isEqualTo(small.of(averaged).toFloats());
        }
    }

    /** What the accountant takes for granted. */
    @Test
    void one_more_image_changes_the_sums_by_a_vector_of_length_1_in_its_own_class_only() {
        try (Dataset all = images(0, 0, 1, 0, 1);
                Dataset without = all.subset(new int[] {0, 1, 2, 3})) {
            float[] more = released(all, NEXT_TO_NONE, 1);
            float[] less = released(without, NEXT_TO_NONE, 1);
            int row = more.length / 2;
            assertThat(length(more, less)).isCloseTo(1, within(1e-5));
            assertThat(Arrays.copyOf(more, row)).isEqualTo(Arrays.copyOf(less, row));
        }
    }

    /** Noise that is off by mistake shows here. */
    @Test
    void each_number_gets_noise_of_the_claimed_deviation_which_hangs_on_the_seed() {
        try (Dataset images = images(0, 1, 1)) {
            float[] quiet = released(images, NEXT_TO_NONE, 1);
            float[] noisy = released(images, 2.5, 1);
            double measured = length(noisy, quiet) / Math.sqrt(quiet.length);
            assertThat(measured).isCloseTo(2.5, within(5 * 2.5 / Math.sqrt(2.0 * quiet.length)));
            assertThat(released(images, 2.5, 1)).isEqualTo(noisy);
            assertThat(length(released(images, 2.5, 2), noisy)).isGreaterThan(2.5 * Math.sqrt(quiet.length));
        }
    }

    /** Against the sums over pairs, written out. */
    @Test
    void the_distance_is_the_unbiased_estimate_less_what_the_data_adds() {
        try (Dataset images = images(0, 0, 0, 1);
                MeanEmbedding embedding = embedding(NEXT_TO_NONE, 1);
                RandomFeatures features = RandomFeatures.of(IMAGE, Device.CPU);
                var _ = TensorScope.open()) {
            embedding.release(images);
            Tensor fakes = new RandomStream("fakes", 1).uniform(Device.CPU, -1, 1, 5, 1, SIDE, SIDE);
            int[] labels = {0, 1, 0, 0, 1};
            Tensor rows = Functions.oneHot(Tensors.of(new long[] {0, 1, 0, 0, 1}, 5), 2);
            double expected = 0;
            float[][] made = rowsOf(features.of(fakes));
            float[][] means = new float[2][];
            float[][] real = rowsOf(features.of(tensor(images)));
            means[0] = mean(real[0], real[1], real[2]);
            means[1] = real[3];
            for (int label = 0; label < 2; label++) {
                double pairs = 0;
                double data = 0;
                int count = 0;
                for (int i = 0; i < 5; i++) {
                    if (labels[i] != label) {
                        continue;
                    }
                    count++;
                    data += product(made[i], means[label]);
                    for (int j = 0; j < 5; j++) {
                        pairs += labels[j] == label && j != i ? product(made[i], made[j]) : 0;
                    }
                }
                // A sample's product with itself is 1 and adds a number that no sample changes.
                double ofThemselves = 1.0 / (count - 1);
                expected += (pairs / (count * (count - 1.0)) + ofThemselves - 2 * data / count) / 2;
            }
            // The class of one image is taken for no smaller than one image.
            assertThat(embedding.distance(fakes, rows).item()).isCloseTo(expected, within(1e-4));
        }
    }

    private static Tensor tensor(Dataset images) {
        int[] all = new int[images.size()];
        Arrays.setAll(all, i -> i);
        MemorySegment stored = Arena.ofAuto().allocate((long) all.length * PIXELS);
        images.gather(all, stored);
        return images.format().toTensor(stored, all.length, Device.CPU);
    }

    private static float[][] rowsOf(Tensor vectors) {
        int size = Math.toIntExact(vectors.size(1));
        float[] all = vectors.toFloats();
        float[][] rows = new float[all.length / size][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * size, (i + 1) * size));
        return rows;
    }

    private static float[] mean(float[]... rows) {
        float[] mean = new float[rows[0].length];
        for (float[] row : rows) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[i] / rows.length;
            }
        }
        return mean;
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Test
    void images_that_follow_its_slope_come_to_resemble_the_class() {
        int[] labels = new int[60];
        Arrays.setAll(labels, i -> i % 2);
        try (Dataset images = images(labels);
                MeanEmbedding embedding = embedding(0.5, 1);
                var _ = TensorScope.open()) {
            embedding.release(images);
            Tensor fakes = Tensors.zeros(Device.CPU, 8, 1, SIDE, SIDE);
            fakes.add_(new RandomStream("fakes", 1).normal(Device.CPU, 8, 1, SIDE, SIDE), 0.2);
            Tensor rows = Functions.oneHot(Tensors.of(new long[] {0, 0, 0, 0, 1, 1, 1, 1}, 8), 2);
            double before = embedding.distance(fakes, rows).item();
            for (int step = 0; step < 60; step++) {
                try (var _ = TensorScope.open()) {
                    Tensor leaf = fakes.detach().requiresGradient_(true);
                    Tensor slope = Autograd.gradients(embedding.distance(leaf, rows), List.of(leaf), false)
                            .getFirst();
                    fakes.add_(slope, -20);
                }
            }
            double dark = fakes.narrow(0, 0, 4).mean().item();
            double bright = fakes.narrow(0, 4, 4).mean().item();
            // Those of the data are -0.53 and 0.49.
            assertThat(dark).isBetween(-0.7, -0.25);
            assertThat(bright).isBetween(0.25, 0.7);
            assertThat(embedding.distance(fakes, rows).item()).isLessThan(before - 0.1);
        }
    }
}
