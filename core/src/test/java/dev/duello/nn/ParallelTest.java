package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParallelTest {
    private static final Shape SAMPLE = Shape.of(3, 4, 6);
    private static final List<Layer> BRANCH =
            List.of(new Conv(8, 3, 1, 1, true), Activation.leakyRelu(0.2), new Conv(3, 1, 1, 0, true));

    @Test
    void a_block_that_starts_as_its_short_cut_changes_nothing_at_first() {
        try (var _ = TensorScope.open();
                var network = initialized(Parallel.residual(BRANCH, List.of(), 1, true))) {
            Tensor images = images();
            assertThat(network.forward(images, Mode.TRAIN).toFloats()).containsExactly(images.toFloats());
        }
    }

    @Test
    void a_block_is_the_sum_of_its_ways() {
        List<Layer> shortcut = List.of(new Conv(3, 1, 1, 0, false), Activation.TANH);
        try (var _ = TensorScope.open();
                var block = Gradients.random(SAMPLE, Parallel.residual(BRANCH, shortcut, 1, false));
                var branch = Gradients.random(SAMPLE, BRANCH.toArray(Layer[]::new));
                var past = Gradients.random(SAMPLE, shortcut.toArray(Layer[]::new))) {
            copy(block, "0.residual.branch.", branch);
            copy(block, "0.residual.shortcut.", past);
            float[] expected = branch.forward(images(), Mode.TRAIN)
                    .add(past.forward(images(), Mode.TRAIN))
                    .toFloats();
            assertThat(block.forward(images(), Mode.TRAIN).toFloats()).containsExactly(expected, within(1e-5f));
            assertThat(block.architecture().multiplyAdds())
                    .isEqualTo(branch.architecture().multiplyAdds()
                            + past.architecture().multiplyAdds());
        }
    }

    @Test
    void gradients_go_both_ways() {
        List<Layer> smooth = List.of(new Conv(2, 3, 1, 1, true), Activation.TANH, BatchNorm.DEFAULT);
        try (var _ = TensorScope.open();
                var network = Gradients.random(
                        Shape.of(2, 3, 2), Parallel.residual(smooth, List.of(new Conv(2, 1, 1, 0, false)), 1, false))) {
            Gradients.check(network, new RandomStream("images", 2).normal(Device.CPU, 3, 2, 3, 2), Mode.TRAIN);
        }
    }

    @Test
    void parameters_are_named_by_way_position_and_kind() {
        var layers = List.<Layer>of(Parallel.residual(
                BRANCH, List.of(new SpectralNorm(new Conv(3, 1, 1, 0, false)), BatchNorm.DEFAULT), 1, false));
        try (var _ = TensorScope.open();
                var network = Network.blank(
                        new Architecture(SAMPLE, layers, Initializer.DCGAN), Device.CPU, Precision.FP32)) {
            assertThat(network.parameters().byName().keySet())
                    .containsExactly(
                            "0.residual.branch.0.conv.weight",
                            "0.residual.branch.0.conv.bias",
                            "0.residual.branch.2.conv.weight",
                            "0.residual.branch.2.conv.bias",
                            "0.residual.shortcut.0.spectral-conv.weight",
                            "0.residual.shortcut.0.spectral-conv.singular_vector",
                            "0.residual.shortcut.1.batch-norm.weight",
                            "0.residual.shortcut.1.batch-norm.bias",
                            "0.residual.shortcut.1.batch-norm.running_mean",
                            "0.residual.shortcut.1.batch-norm.running_var");
        }
    }

    @Test
    void the_gain_multiplies_the_first_weights_of_the_branch_alone() {
        List<Layer> shortcut = List.of(new Conv(3, 1, 1, 0, false));
        try (var _ = TensorScope.open();
                var plain = initialized(Parallel.residual(BRANCH, shortcut, 1, false));
                var scaled = initialized(Parallel.residual(BRANCH, shortcut, 0.25, false))) {
            plain.parameters().byName().forEach((name, tensor) -> {
                double gain = name.contains("branch") ? 0.25 : 1;
                assertThat(scaled.parameters().named(name).toFloats())
                        .as(name)
                        .containsExactly(tensor.multiply(gain).toFloats(), within(1e-7f));
            });
        }
    }

    @Test
    void ways_that_end_in_different_shapes_are_refused() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Parallel.residual(List.of(new Conv(4, 3, 1, 1, true)), List.of(), 1, false)
                        .outputShape(SAMPLE))
                .withMessageContaining("4×4×6")
                .withMessageContaining("3×4×6");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Parallel.residual(List.of(), List.of(), 1, false))
                .withMessageContaining("at least one layer");
    }

    @Test
    void spectral_normalization_of_weights_that_start_at_zero_is_refused() {
        List<Layer> branch = List.of(new SpectralNorm(new Conv(3, 1, 1, 0, false)));
        assertThat(Parallel.residual(branch, List.of(), 1, false).outputShape(SAMPLE))
                .isEqualTo(SAMPLE);
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Parallel.residual(branch, List.of(), 1, true))
                .withMessageContaining("singular value of zero");
    }

    private static Network initialized(Layer layer) {
        var architecture = new Architecture(SAMPLE, List.of(layer), Initializer.LECUN_NORMAL);
        return Network.initialized(architecture, Device.CPU, Precision.FP32, new RandomStream("weights", 2));
    }

    private static Tensor images() {
        return new RandomStream("images", 2).normal(Device.CPU, SAMPLE.batch(2));
    }

    /** Gives a network of its own the parameters of one way. */
    private static void copy(Network block, String prefix, Network way) {
        try (var _ = GradientMode.off()) {
            way.parameters()
                    .byName()
                    .forEach((name, tensor) ->
                            tensor.copyFrom_(block.parameters().named(prefix + name)));
        }
    }
}
