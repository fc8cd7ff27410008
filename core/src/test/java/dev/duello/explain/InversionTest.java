package dev.duello.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.learn.Weights;
import dev.duello.nn.Activation;
import dev.duello.nn.Linear;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class InversionTest {
    private static TinyModel model() {
        return new TinyModel(
                6,
                List.of(
                        new Linear(32, true),
                        Activation.leakyRelu(0.2),
                        new Linear(3 * 12 * 12, true),
                        Activation.TANH,
                        new Reshape(Shape.of(3, 12, 12))),
                List.of(new Linear(1, true)));
    }

    @Test
    void what_the_generator_made_is_found_again() {
        try (TinyModel model = model();
                var _ = TensorScope.open()) {
            Tensor latents = model.latents(3, new RandomStream("wanted", 4)).clamp_(-2, 2);
            Tensor images = model.sample(latents, Weights.AVERAGE);
            AtomicLong last = new AtomicLong();
            List<Inversion.Found> found =
                    Inversion.of(model, images, null, new Inversion.Effort(4, 150), (done, total) -> {
                        assertThat(total).isEqualTo(3 * 150);
                        assertThat(done).isGreaterThanOrEqualTo(last.get());
                        last.set(done);
                    });
            assertThat(last).hasValue(3 * 150);
            assertThat(found).hasSize(3).allSatisfy(one -> {
                assertThat(one.psnr()).isGreaterThan(30);
                assertThat(one.psnr()).isGreaterThan(one.nearestPsnr() + 5);
                assertThat(one.ssim()).isGreaterThan(0.95);
                assertThat(one.latent()).hasSize(6);
            });
            Tensor again = model.sample(Tensors.of(found.get(1).latent(), 1, 6), Weights.AVERAGE);
            assertThat(again.toFloats()).containsExactly(found.get(1).sample(), within(1e-5f));
        }
    }

    @Test
    void features_count_where_they_are_given() {
        try (TinyModel model = model();
                var _ = TensorScope.open()) {
            // No latent makes noise, so that a compromise must be found, and it depends on what is compared.
            Tensor image = new RandomStream("noise", 1).uniform(model.device(), -1, 1, 1, 3, 12, 12);
            UnaryOperator<Tensor> red =
                    images -> images.narrow(1, 0, 1).reshape(images.size(0), -1).multiply(30);
            Inversion.Effort effort = new Inversion.Effort(2, 60);
            float[] pixels = Inversion.of(model, image, null, effort, (_, _) -> {})
                    .getFirst()
                    .sample();
            float[] both = Inversion.of(model, image, red, effort, (_, _) -> {})
                    .getFirst()
                    .sample();
            float[] wanted = image.toFloats();
            assertThat(ImageSimilarity.psnr(redOf(wanted), redOf(both)))
                    .isGreaterThan(ImageSimilarity.psnr(redOf(wanted), redOf(pixels)));
        }
    }

    private static float[] redOf(float[] image) {
        return Arrays.copyOf(image, image.length / 3);
    }

    @Test
    void psnr_of_an_error_of_a_tenth_of_the_range_is_20() {
        float[] a = new float[30];
        float[] b = new float[30];
        Arrays.fill(b, 0.2f);
        assertThat(ImageSimilarity.psnr(a, b)).isCloseTo(20, within(1e-5));
        assertThat(ImageSimilarity.psnr(a, a)).isInfinite();
    }

    @Test
    void ssim_of_even_images_compares_their_light_alone() {
        // Variances are 0, and what is left is (2 p q + c1) / (p^2 + q^2 + c1), for p = 1.5, q = 0.5 and c1 = 0.0004.
        float[] a = new float[3 * 16 * 16];
        float[] b = new float[3 * 16 * 16];
        Arrays.fill(a, 0.5f);
        Arrays.fill(b, -0.5f);
        assertThat(ImageSimilarity.ssim(a, b, 3, 16, 16))
                .isCloseTo((2 * 1.5 * 0.5 + 4e-4) / (1.5 * 1.5 + 0.25 + 4e-4), within(1e-6));
        assertThat(ImageSimilarity.ssim(a, a, 3, 16, 16)).isCloseTo(1, within(1e-12));
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < a.length; i++) {
            a[i] = (float) (2 * random.nextDouble() - 1);
            b[i] = -a[i];
        }
        assertThat(ImageSimilarity.ssim(a, b, 3, 16, 16)).isNegative();
        // Of a side of 8 a window of 7 is taken.
        assertThat(ImageSimilarity.ssim(a, a, 1, 8, 8)).isCloseTo(1, within(1e-12));
    }
}
