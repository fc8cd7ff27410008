package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Autograd;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.ProcessGroup;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientRuleTest {
    private TensorScope scope;
    private Network network;

    @BeforeEach
    void open() {
        scope = TensorScope.open();
        network = Network.initialized(
                new Architecture(
                        Shape.of(2, 6, 6),
                        List.of(new Conv(4, 3, 2, 1, true), new GroupNorm(2), Activation.TANH, new Linear(1, true)),
                        Initializer.HE_NORMAL),
                Device.CPU,
                Precision.FP32,
                new RandomStream("weights", 1));
    }

    @AfterEach
    void close() {
        network.close();
        scope.close();
    }

    /** Squared distances from a target, and how they were asked for. */
    private static final class Losses implements SampleLosses {
        private final Network network;
        private final Tensor input;
        private final List<String> asked = new ArrayList<>();

        Losses(Network network, int size) {
            this.network = network;
            input = new RandomStream("input", 2).normal(Device.CPU, size, 2, 6, 6);
        }

        @Override
        public int size() {
            return Math.toIntExact(input.size(0));
        }

        @Override
        public Tensor of(int from, int count, @Nullable Tape tape) {
            asked.add(from + "+" + count);
            return network.forward(input.narrow(0, from, count), Mode.TRAIN)
                    .reshape(-1)
                    .add(-0.7)
                    .square();
        }
    }

    private Losses losses(int size) {
        return new Losses(network, size);
    }

    private float[] gradients(GradientRule rule, SampleLosses losses) {
        return row(rule.gradients(losses, network.parameters()));
    }

    private static float[] row(List<Tensor> gradients) {
        return Tensors.concatenate(gradients.stream().map(g -> g.reshape(-1)).toList(), 0)
                .toFloats();
    }

    /** A rule whose gradients are known: 3 in all places of the first tensor and 0 elsewhere. */
    private static List<Tensor> known(SampleLosses losses, Parameters parameters) {
        List<Tensor> zeros = parameters.zeroGradients();
        zeros.getFirst().fill_(3);
        return zeros;
    }

    @Test
    void the_mean_rule_gives_the_gradient_of_the_mean() {
        Tensor mean = losses(10).of(0, 10, null).mean();
        List<Tensor> expected = Autograd.gradients(mean, network.parameters().trainedViews(), false);
        assertThat(gradients(GradientRule.MEAN, losses(10))).containsExactly(row(expected));
    }

    @Test
    void an_empty_batch_has_gradients_of_zero() {
        Losses none = losses(0);
        assertThat(gradients(GradientRule.of(1, 4, ProcessGroup.SINGLE), none)).containsOnly(0);
        assertThat(none.asked).isEmpty();
    }

    @Test
    void parts_of_a_batch_are_asked_for_in_order_and_give_the_gradient_of_the_whole() {
        float[] whole = gradients(GradientRule.MEAN, losses(10));
        for (int size : new int[] {1, 4, 5}) {
            Losses parts = losses(10);
            assertThat(gradients(GradientRule.of(0, size, ProcessGroup.SINGLE), parts))
                    .containsExactly(whole, within(1e-6f));
            if (size == 4) {
                assertThat(parts.asked).containsExactly("0+4", "4+4", "8+2");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 64})
    void a_part_as_large_as_the_batch_is_the_batch_to_the_bit(int size) {
        assertThat(gradients(GradientRule.of(0, size, ProcessGroup.SINGLE), losses(10)))
                .containsExactly(gradients(GradientRule.MEAN, losses(10)));
    }

    @Test
    void a_long_gradient_is_scaled_to_the_norm_and_a_short_one_is_left() {
        // 2 × 9 × 4 numbers of 3: a length of 3 √72.
        double length = 3 * Math.sqrt(72);
        float[] clipped = row(new NormClipping(2, GradientRuleTest::known).gradients(losses(1), network.parameters()));
        float expected = (float) (3 * 2 / (length + 1e-6));
        assertThat(Arrays.copyOf(clipped, 72)).containsOnly(new float[] {expected}, within(1e-7f));
        assertThat(Arrays.copyOfRange(clipped, 72, clipped.length)).containsOnly(0);
        float[] left = row(new NormClipping(26, GradientRuleTest::known).gradients(losses(1), network.parameters()));
        assertThat(Arrays.copyOf(left, 72)).containsOnly(3);
    }

    @Test
    void the_norm_is_that_of_all_tensors_together_after_the_parts_were_added() {
        float[] whole = gradients(GradientRule.MEAN, losses(10));
        double norm = 0;
        for (float value : whole) {
            norm += (double) value * value;
        }
        norm = Math.sqrt(norm);
        double max = norm / 3;
        float[] expected = new float[whole.length];
        for (int i = 0; i < whole.length; i++) {
            expected[i] = (float) (whole[i] * max / (norm + 1e-6));
        }
        for (int size : new int[] {0, 3}) {
            assertThat(gradients(GradientRule.of(max, size, ProcessGroup.SINGLE), losses(10)))
                    .containsExactly(expected, within(1e-6f));
        }
    }

    @Test
    void impossible_settings_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MicroBatches(0, GradientRule.MEAN));
        assertThatIllegalArgumentException().isThrownBy(() -> new NormClipping(0, GradientRule.MEAN));
        assertThatIllegalArgumentException().isThrownBy(() -> new NormClipping(Double.NaN, GradientRule.MEAN));
    }
}
