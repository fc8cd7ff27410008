package dev.duello.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.explain.ImageTraits.Trait;
import dev.duello.nn.Activation;
import dev.duello.nn.Linear;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.LinearAlgebra;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectionsTest {
    private static TinyModel model(int latent, int channels, int side) {
        return new TinyModel(
                latent,
                List.of(
                        new Linear(channels * side * side, false),
                        new Reshape(Shape.of(channels, side, side)),
                        Activation.TANH),
                List.of(new Linear(1, true)));
    }

    private static double cosine(double[] a, double[] b) {
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            squareA += a[i] * a[i];
            squareB += b[i] * b[i];
        }
        return product / Math.sqrt(squareA * squareB);
    }

    private static double[] axis(int length, int index) {
        double[] axis = new double[length];
        axis[index] = 1;
        return axis;
    }

    @Test
    void the_directions_of_diagonal_weights_are_the_axes_by_their_weights() {
        try (var _ = TensorScope.open()) {
            List<LatentDirection> found = Sefa.ofMatrix(Tensors.of(new double[] {2, 0, 0, 0, -5, 0, 0, 0, 1}, 3, 3), 3);
            assertThat(found).extracting(LatentDirection::name).containsExactly("sefa-1", "sefa-2", "sefa-3");
            assertThat(found.get(0).share()).isCloseTo(25.0 / 30, within(1e-12));
            assertThat(Math.abs(cosine(found.get(0).vector(), axis(3, 1)))).isCloseTo(1, within(1e-12));
            assertThat(Math.abs(cosine(found.get(1).vector(), axis(3, 0)))).isCloseTo(1, within(1e-12));
            assertThat(Math.abs(cosine(found.get(2).vector(), axis(3, 2)))).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void with_columns_of_length_one_the_axis_that_feeds_most_outputs_comes_first() {
        try (TinyModel model = model(3, 1, 4)) {
            // Outputs 0-4 follow the first number, 5-14 the second, 15 the third; how strongly does not matter.
            double[] weights = new double[16 * 3];
            for (int output = 0; output < 16; output++) {
                weights[output * 3 + (output < 5 ? 0 : output < 15 ? 1 : 2)] = 0.1 + output;
            }
            TinyModel.set(model.generator, "0.linear.weight", weights);
            List<LatentDirection> found = Directions.find(model, Directions.Method.SEFA, 12);
            assertThat(found).hasSize(3);
            assertThat(Math.abs(found.get(0).vector()[1])).isCloseTo(1, within(1e-6));
            assertThat(Math.abs(found.get(1).vector()[0])).isCloseTo(1, within(1e-6));
            assertThat(found)
                    .extracting(LatentDirection::share)
                    .satisfies(shares -> assertThat((double) shares.get(0)).isCloseTo(10.0 / 16, within(1e-6)));
        }
    }

    @Test
    void a_generator_that_begins_with_no_linear_layer_is_refused_by_sefa() {
        try (TinyModel model = new TinyModel(
                4,
                List.of(
                        dev.duello.nn.Parallel.residual(
                                List.of(new Linear(4, true), Activation.TANH), List.of(), 1, false),
                        new Linear(16, true),
                        new Reshape(Shape.of(1, 4, 4))),
                List.of(new Linear(1, true)))) {
            assertThatThrownBy(() -> Directions.find(model, Directions.Method.SEFA, 2))
                    .isInstanceOf(ExplainException.class)
                    .hasMessageContaining("--method ganspace");
        }
    }

    @Test
    void ganspace_of_a_linear_generator_is_the_principal_components_of_its_covariance() {
        try (TinyModel model = new TinyModel(
                6, List.of(new Linear(48, false), new Reshape(Shape.of(3, 4, 4))), List.of(new Linear(1, true)))) {
            double[] weights = new double[48 * 6];
            java.util.SplittableRandom random = new java.util.SplittableRandom(3);
            for (int i = 0; i < weights.length; i++) {
                weights[i] = random.nextGaussian() * (i % 6 + 1);
            }
            TinyModel.set(model.generator, "0.linear.weight", weights);
            List<LatentDirection> found = Directions.find(model, Directions.Method.GANSPACE, 3);
            try (var _ = TensorScope.open()) {
                // y = W z with z ~ N(0, I): the components of y are the left singular vectors of W, those of z the
                // right.
                Tensor w = Tensors.of(weights, 48, 6);
                LinearAlgebra.Eigen eigen = LinearAlgebra.eigen(w.transpose().matmul(w));
                double[] values = eigen.values().toDoubles();
                double total = java.util.Arrays.stream(values).sum();
                double[] vectors = eigen.vectors().transpose().contiguous().toDoubles();
                for (int rank = 0; rank < 3; rank++) {
                    int row = 5 - rank;
                    assertThat(Math.abs(cosine(found.get(rank).vector(), Vectors.row(vectors, 6, row))))
                            .isGreaterThan(0.99);
                    assertThat(found.get(rank).share()).isCloseTo(values[row] / total, within(0.02));
                }
            }
        }
    }

    @Test
    void the_components_of_many_numbers_are_those_of_the_whole_covariance() {
        try (var _ = TensorScope.open()) {
            Tensor scales = Tensors.of(
                    java.util.stream.IntStream.range(0, 40)
                            .mapToDouble(i -> Math.pow(0.8, i))
                            .toArray(),
                    1,
                    40);
            Tensor samples = new RandomStream("pca", 0)
                    .normal(Device.CPU, 300, 40)
                    .to(DType.FLOAT64)
                    .multiply(scales);
            Tensor centered = samples.subtract(samples.mean(0L));
            double[] values = LinearAlgebra.eigen(centered.transpose().matmul(centered))
                    .values()
                    .toDoubles();
            double total = java.util.Arrays.stream(values).sum();
            try (TopComponents components = TopComponents.of(samples, 5, new RandomStream("block", 0))) {
                for (int i = 0; i < 5; i++) {
                    assertThat(components.shares()[i]).isCloseTo(values[39 - i] / total, within(1e-5));
                }
            }
        }
    }

    @Test
    void a_regression_finds_the_direction_that_made_the_labels() {
        try (TinyModel model = model(8, 1, 4);
                var _ = TensorScope.open()) {
            Tensor latents = model.latents(600, new RandomStream("planted", 0));
            double[] planted = {3, 0, -4, 0, 0, 1, 0, 0};
            double[] labels = new double[600];
            double[] z = latents.toDoubles();
            java.util.SplittableRandom noise = new java.util.SplittableRandom(5);
            for (int i = 0; i < labels.length; i++) {
                labels[i] = 7 + noise.nextGaussian();
                for (int j = 0; j < 8; j++) {
                    labels[i] += planted[j] * z[i * 8 + j];
                }
            }
            labels[0] = Double.NaN;
            LatentDirection found = Directions.ofLabels(model, "planted", latents, labels);
            assertThat(cosine(found.vector(), planted)).isGreaterThan(0.995);
            // 26 of 27 parts of the variance are the direction's.
            assertThat(found.share()).isCloseTo(26.0 / 27, within(0.03));
            assertThatThrownBy(() -> Directions.ofLabels(model, "flat", latents, new double[600]))
                    .isInstanceOf(ExplainException.class)
                    .hasMessageContaining("equal");
            assertThatThrownBy(() -> Directions.ofLabels(model, "few", latents.narrow(0, 0, 20), new double[20]))
                    .isInstanceOf(ExplainException.class)
                    .hasMessageContaining("at least 36");
        }
    }

    @Test
    void a_hue_has_a_direction_towards_red_and_one_towards_yellow_green() {
        try (TinyModel model = model(4, 3, 8)) {
            // The first number makes red of cyan, the third yellow-green of violet: at right angles on the circle of
            // hues.
            double[] weights = new double[3 * 64 * 4];
            double root = Math.sqrt(3) / 2;
            for (int output = 0; output < 64; output++) {
                weights[output * 4] = 0.2;
                weights[(64 + output) * 4] = -0.1;
                weights[(128 + output) * 4] = -0.1;
                weights[(64 + output) * 4 + 2] = 0.2 * root;
                weights[(128 + output) * 4 + 2] = -0.2 * root;
            }
            TinyModel.set(model.generator, "0.linear.weight", weights);
            List<LatentDirection> found = Directions.find(model, Directions.Method.LABELS, 20);
            LatentDirection red = named(found, "hue-0");
            LatentDirection green = named(found, "hue-90");
            assertThat(cosine(red.vector(), axis(4, 0))).isGreaterThan(0.99);
            assertThat(cosine(green.vector(), axis(4, 2))).isGreaterThan(0.99);
            // Of the cosine of an angle uniform on the circle, a normal coordinate explains pi / 4.
            assertThat(red.share()).isCloseTo(Math.PI / 4, within(0.06));
        }
        try (TinyModel gray = model(4, 1, 8)) {
            assertThat(Directions.find(gray, Directions.Method.LABELS, 20))
                    .extracting(LatentDirection::name)
                    .contains("brightness")
                    .noneMatch(name -> name.startsWith("hue"));
        }
    }

    private static LatentDirection named(List<LatentDirection> directions, String name) {
        return directions.stream()
                .filter(direction -> direction.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_a_direction_changes_is_measured_and_put_into_words() {
        try (TinyModel model = model(4, 3, 8)) {
            // The first number makes all brighter; the second only red; the others do nothing.
            double[] weights = new double[3 * 64 * 4];
            for (int output = 0; output < 3 * 64; output++) {
                weights[output * 4] = 0.3;
                weights[output * 4 + 1] = output < 64 ? 0.1 : -0.02;
            }
            TinyModel.set(model.generator, "0.linear.weight", weights);
            DirectionMeasure.Report report = DirectionMeasure.of(
                    model,
                    List.of(
                            new LatentDirection("nothing", axis(4, 3), 0),
                            new LatentDirection("red", axis(4, 1), 0),
                            new LatentDirection("light", axis(4, 0), 0)),
                    null);
            assertThat(report.effects())
                    .extracting(effect -> effect.direction().name())
                    .containsExactly("light", "red", "nothing");
            DirectionMeasure.Effect light = report.effects().getFirst();
            assertThat(light.description()).contains("brighter");
            assertThat(light.changes()[Trait.BRIGHTNESS.ordinal()]).isGreaterThan(0.5);
            assertThat(light.timesRandom()).isGreaterThan(1.2);
            assertThat(report.effects().get(2).effect()).isZero();
            assertThat(report.effects().get(2).description()).startsWith("no measured property");
            assertThat(light.classChanges()).isNaN();
        }
    }

    @Test
    void properties_of_images_are_those_that_one_sees() {
        float[] image = new float[3 * 16 * 16];
        java.util.Arrays.fill(image, -1);
        // A green square of 4x4 at the top right.
        for (int y = 2; y < 6; y++) {
            for (int x = 10; x < 14; x++) {
                image[256 + y * 16 + x] = 1;
            }
        }
        try (var _ = TensorScope.open()) {
            double[] traits = ImageTraits.of(Tensors.of(image, 1, 3, 16, 16))[0];
            assertThat(traits[Trait.BRIGHTNESS.ordinal()]).isCloseTo(0.587 / 16, within(1e-6));
            assertThat(traits[Trait.HUE.ordinal()]).isCloseTo(1.0 / 3, within(1e-6));
            assertThat(traits[Trait.SIZE.ordinal()]).isCloseTo(1.0 / 16, within(1e-9));
            assertThat(traits[Trait.X.ordinal()]).isCloseTo(12.0 / 16, within(1e-9));
            assertThat(traits[Trait.Y.ordinal()]).isCloseTo(4.0 / 16, within(1e-9));
            assertThat(ImageTraits.of(Tensors.zeros(Device.CPU, 1, 1, 4, 4))[0][Trait.HUE.ordinal()])
                    .isNaN();
        }
    }

    @Test
    void directions_are_kept_by_name_and_found_again(@TempDir Path run) {
        assertThatThrownBy(() -> SavedDirections.of(run).named("sefa-1"))
                .isInstanceOf(ExplainException.class)
                .hasMessageContaining("explain directions");
        SavedDirections.Saved first = new SavedDirections.Saved("sefa-1", 5, 0.5, 0.1, "brighter", axis(3, 1));
        SavedDirections.Saved other = new SavedDirections.Saved("x", 5, 0.5, 0.1, "right", axis(3, 2));
        new SavedDirections(List.of(first, other)).write(run);
        SavedDirections.of(run)
                .with(List.of(new SavedDirections.Saved("sefa-1", 6, 0.4, 0.1, "darker", axis(3, 0))))
                .write(run);
        SavedDirections all = SavedDirections.of(run);
        assertThat(all.directions()).hasSize(2);
        assertThat(all.named("sefa-1").vector()).containsExactly(1, 0, 0);
        assertThat(all.named("sefa-1").images()).isEqualTo(6);
        assertThatThrownBy(() -> all.named("sefa-2")).hasMessageContaining("did you mean 'sefa-1'?");
    }
}
