package dev.duello.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.nn.Linear;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SampleAnalysisTest {
    private static final UnaryOperator<Tensor> PIXELS = images -> images.reshape(images.size(0), -1);

    /** A generator whose samples are its latents, of {@code latent} numbers. */
    private static TinyModel identity(int latent) {
        TinyModel model = new TinyModel(
                latent,
                List.of(new Linear(latent, false), new Reshape(Shape.of(1, 1, latent))),
                List.of(new Linear(1, true)));
        double[] weights = new double[latent * latent];
        for (int i = 0; i < latent; i++) {
            weights[i * latent + i] = 1;
        }
        TinyModel.set(model.generator, "0.linear.weight", weights);
        return model;
    }

    @Test
    void a_sample_far_from_all_real_ones_is_the_worst_and_one_among_them_the_best() {
        try (TinyModel model = identity(2);
                var _ = TensorScope.open()) {
            // Reals on a grid around 0.
            double[] grid = new double[200];
            for (int i = 0; i < 100; i++) {
                grid[2 * i] = (i % 10 - 4.5) / 5;
                grid[2 * i + 1] = (i / 10 - 4.5) / 5;
            }
            Tensor latents = Tensors.of(
                    new float[] {5, 5, 0.1f, 0.1f, 0.11f, 0.1f, 0.1f, 0.12f, 0.1f, 0.13f, -0.8f, 0.8f}, 6, 2);
            SampleAnalysis found = SampleAnalysis.of(model, latents, PIXELS, Tensors.of(grid, 100, 2), 1);
            assertThat(found.worst()).containsExactly(0);
            assertThat(found.realism()[0]).isLessThan(1);
            // 0.1 is a point of the grid.
            assertThat(found.best()).containsExactly(1);
            assertThat(found.nearestReal()[1]).isEqualTo(55);
            // Covered, and further from the grid than the others.
            assertThat(found.novel()).containsExactly(5);
            assertThat(found.typical()[0]).isBetween(1, 4);
        }
    }

    @Test
    void without_rare_latents_precision_rises_and_recall_falls() {
        try (TinyModel model = identity(3);
                var _ = TensorScope.open()) {
            Tensor latents = model.latents(400, new RandomStream("samples", 0));
            Tensor reals = new RandomStream("reals", 1).normal(Device.CPU, 400, 3);
            List<SampleAnalysis.Truncated> curve =
                    SampleAnalysis.of(model, latents, PIXELS, reals, 4).curve();
            assertThat(curve).hasSize(6);
            assertThat(curve.getLast().bound()).isInfinite();
            assertThat(curve.getFirst().recall()).isLessThan(curve.getLast().recall() - 0.3);
            assertThat(curve.getFirst().precision())
                    .isGreaterThan(curve.getLast().precision());
            for (float number : SampleAnalysis.truncated(model, latents, 0.5).toFloats()) {
                assertThat(Math.abs(number)).isLessThanOrEqualTo(0.5f);
            }
        }
    }

    @Test
    void the_path_length_of_latents_themselves_is_that_of_the_great_circle() {
        // A way of angle w on a circle of radius r is w r long: the mean of its square is (pi/2)^2 d for many
        // dimensions,
        // but for the spread of the angle around a right one, of variance 1/d, and that lengths differ.
        int d = 64;
        try (TinyModel model = identity(d);
                var _ = TensorScope.open()) {
            Tensor latents = model.latents(10, new RandomStream("samples", 0));
            double length = SampleAnalysis.of(
                            model, latents, PIXELS, new RandomStream("r", 0).normal(Device.CPU, 10, d), 1)
                    .pathLength();
            assertThat(length / d).isCloseTo(Math.PI * Math.PI / 4, within(0.1));
        }
    }
}
