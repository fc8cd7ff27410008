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
    void an_axis_that_is_not_doubled_is_left_to_itself() {
        PerAxis frames = PerAxis.of(1, 2, 2);
        try (var _ = TensorScope.open();
                var clip = Gradients.random(Shape.of(3, 5, 4, 2), new UpsampleConv(4, frames, true));
                var frame = Gradients.random(Shape.of(3, 4, 2), new UpsampleConv(4, true))) {
            for (String name : List.of("0.upsample-conv.weight", "0.upsample-conv.bias")) {
                Tensor target = clip.parameters().named(name);
                try (var _ = GradientMode.off()) {
                    target.copyFrom_(frame.parameters().named(name).reshape(target.shape()));
                }
            }
            Tensor clips = new RandomStream("clips", 1).normal(Device.CPU, 2, 3, 5, 4, 2);
            Tensor expected = frame.forward(clips.permute(0, 2, 1, 3, 4).reshape(2 * 5, 3, 4, 2), Mode.TRAIN);
            Tensor found =
                    clip.forward(clips, Mode.TRAIN).permute(0, 2, 1, 3, 4).reshape(expected.shape());
            assertThat(found.contiguous().toFloats())
                    .containsExactly(expected.contiguous().toFloats(), within(2e-5f));
        }
        assertThat(new UpsampleConv(4, frames, true).outputShape(Shape.of(3, 5, 4, 2)))
                .isEqualTo(Shape.of(4, 5, 8, 4));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new UpsampleConv(4, PerAxis.of(1), true))
                .withMessageContaining("at least one must be doubled");
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> new UpsampleConv(4, PerAxis.of(3), true));
    }

    @Test
    void gradients_of_one_axis_are_those_of_finite_differences() {
        try (var _ = TensorScope.open();
                var network = Gradients.random(Shape.of(2, 3, 2), new UpsampleConv(2, PerAxis.of(1, 2), true))) {
            Gradients.check(network, new RandomStream("images", 2).normal(Device.CPU, 2, 2, 3, 2), Mode.TRAIN);
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
