package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Autograd;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PhaseShuffleTest {
    private static final int LENGTH = 9;
    private static final int MOST = 2;
    private static final Shape SHAPE = Shape.of(3, LENGTH);

    private static Network network() {
        return Network.blank(
                new Architecture(SHAPE, List.of(new PhaseShuffle(MOST)), Initializer.DCGAN),
                Device.CPU,
                Precision.FP32);
    }

    private static ForwardPass noisy(long seed) {
        return new ForwardPass(Mode.TRAIN, DType.FLOAT32, Map.of(), new RandomStream("noise", seed), null);
    }

    private static Tensor sounds(int count, long seed) {
        return new RandomStream("sounds", seed).normal(Device.CPU, SHAPE.batch(count));
    }

    /** A place beyond an end is as far inside as it was outside. */
    private static int mirrored(int place) {
        return place < 0 ? -place : place >= LENGTH ? 2 * (LENGTH - 1) - place : place;
    }

    @Test
    void each_sound_is_moved_by_some_places_with_all_its_channels_and_mirrored_at_the_end() {
        try (var _ = TensorScope.open();
                var network = network()) {
            Tensor input = sounds(200, 1);
            float[] given = input.toFloats();
            float[] moved = network.forward(input, noisy(1)).toFloats();
            int[] counts = new int[2 * MOST + 1];
            for (int n = 0; n < 200; n++) {
                Set<Integer> possible = new HashSet<>();
                for (int shift = -MOST; shift <= MOST; shift++) {
                    boolean equal = true;
                    for (int c = 0; c < 3; c++) {
                        for (int t = 0; t < LENGTH; t++) {
                            int row = (n * 3 + c) * LENGTH;
                            equal &= moved[row + t] == given[row + mirrored(t - shift)];
                        }
                    }
                    if (equal) {
                        possible.add(shift);
                    }
                }
                assertThat(possible).as("sound " + n).hasSize(1);
                counts[possible.iterator().next() + MOST]++;
            }
            // 40 of each expected; the standard deviation is 5.7.
            for (int count : counts) {
                assertThat(count).isBetween(20, 60);
            }
        }
    }

    @Test
    void the_same_noise_moves_equally_and_evaluation_moves_nothing() {
        try (var _ = TensorScope.open();
                var network = network()) {
            Tensor input = sounds(8, 1);
            float[] moved = network.forward(input, noisy(1)).toFloats();
            assertThat(network.forward(input, noisy(1)).toFloats()).containsExactly(moved);
            assertThat(network.forward(input, noisy(2)).toFloats()).isNotEqualTo(moved);
            assertThat(network.forward(input, Mode.EVALUATE).toFloats()).containsExactly(input.toFloats());
            assertThatThrownBy(() -> network.forward(input, Mode.TRAIN)).hasMessageContaining("noise");
        }
    }

    /** The layer is linear once its draws are known, so that the gradient is its transpose: {@code <Jx, d> = <x, J'd>}. */
    @Test
    void the_gradient_is_the_transpose_of_the_move_and_has_a_gradient_itself() {
        try (var _ = TensorScope.open();
                var network = network()) {
            Tensor point = sounds(6, 1).requiresGradient_(true);
            Tensor other = sounds(6, 2);
            Tensor direction = sounds(6, 3).requiresGradient_(true);
            Tensor output = network.forward(point, noisy(4));
            Tensor gradient = Autograd.gradients(output.multiply(direction).sum(), List.of(point), true)
                    .getFirst();

            double ofMove =
                    network.forward(other, noisy(4)).multiply(direction).sum().item();
            assertThat(gradient.multiply(other).sum().item()).isEqualTo(ofMove, within(1e-4));

            Tensor second = Autograd.gradients(gradient.multiply(other).sum(), List.of(direction), false)
                    .getFirst();
            assertThat(second.toFloats())
                    .containsExactly(network.forward(other, noisy(4)).toFloats(), within(1e-6f));
        }
    }

    @Test
    void what_cannot_be_mirrored_is_refused() {
        assertThat(new PhaseShuffle(2).outputShape(Shape.of(4, 3))).isEqualTo(Shape.of(4, 3));
        assertThatThrownBy(() -> new PhaseShuffle(2).outputShape(Shape.of(4, 2)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("cannot mirror 4×2");
        assertThatThrownBy(() -> new PhaseShuffle(2).outputShape(Shape.of(4, 8, 8)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("needs 1 spatial axis");
        assertThatThrownBy(() -> new PhaseShuffle(-1)).isInstanceOf(ShapeException.class);
    }
}
