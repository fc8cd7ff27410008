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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UpsampleConvTest {
    static List<Shape> shapes() {
        return List.of(Shape.of(3, 6), Shape.of(3, 5, 4), Shape.of(3, 1, 2), Shape.of(2, 3, 2, 2));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void it_makes_what_repeating_and_convolving_make(Shape shape) {
        try (var _ = TensorScope.open();
                var merged = Gradients.random(shape, new UpsampleConv(4, true));
                var apart = Gradients.random(
                        shape, new Resample(Resample.Direction.UP, Resample.Filter.BOX), new Conv(4, 3, 1, 1, true))) {
            Tensor images = new RandomStream("images", 1).normal(Device.CPU, shape.batch(2));
            Tensor expected = apart.forward(images, Mode.TRAIN);
            Tensor found = merged.forward(images, Mode.TRAIN);
            assertThat(found.shape()).containsExactly(expected.shape());
            assertThat(found.contiguous().toFloats())
                    .containsExactly(expected.contiguous().toFloats(), within(2e-5f));
        }
    }

    @Test
    void gradients_reach_the_three_weights_through_the_four() {
        try (var _ = TensorScope.open();
                var network = Gradients.random(Shape.of(2, 3, 2), new UpsampleConv(3, true))) {
            Gradients.check(network, new RandomStream("images", 2).normal(Device.CPU, 2, 2, 3, 2), Mode.TRAIN);
        }
    }

    @Test
    void its_work_is_that_of_four_small_windows() {
        // 8×8 places, each of the four 2×2 windows over 3 channels: 64 · 4 · 3 · 5.
        assertThat(new UpsampleConv(5, false).multiplyAdds(Shape.of(3, 4, 4))).isEqualTo(64 * 4 * 3 * 5);
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> new UpsampleConv(0, true));
    }

    @Test
    void a_spectral_norm_is_that_of_the_three_by_three_weight() {
        var architecture = new Architecture(
                Shape.of(2, 2, 2), List.of(new SpectralNorm(new UpsampleConv(3, false))), Initializer.HE_NORMAL);
        try (var _ = TensorScope.open();
                var network =
                        Network.initialized(architecture, Device.CPU, Precision.FP32, new RandomStream("weights", 1));
                var _ = GradientMode.off()) {
            assertThat(network.parameters().statistics().size(0)).isEqualTo(3);
            Tensor images = new RandomStream("images", 3).normal(Device.CPU, 1, 2, 2, 2);
            assertThat(network.forward(images, Mode.TRAIN).shape()).containsExactly(1, 3, 4, 4);
        }
    }
}
