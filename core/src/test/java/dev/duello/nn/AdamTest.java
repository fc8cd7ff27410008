package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.Golden;
import dev.duello.torch.Autograd;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AdamTest {
    private static final Adam.Settings USUAL = new Adam.Settings(1e-2, 0.5, 0.999, 1e-8);

    static Stream<Arguments> cases() {
        return StreamSupport.stream(Golden.read("nn/adam").get("cases").spliterator(), false)
                .map(golden -> Arguments.of(golden.get("name").asText(), golden));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void five_steps_equal_pytorch(String name, JsonNode golden) {
        var settings = new Adam.Settings(
                golden.get("rate").asDouble(),
                golden.get("beta1").asDouble(),
                golden.get("beta2").asDouble(),
                golden.get("epsilon").asDouble());
        try (var _ = TensorScope.open();
                var network = vector(8);
                var adam = new Adam(network.parameters())) {
            set(network, Golden.tensor(golden.get("start")));
            for (int step = 0; step < 5; step++) {
                // The gradient of w·g with respect to w is g.
                Tensor gradient = Golden.tensor(golden.get("gradients").get(step));
                minimize(adam, network, gradient.reshape(1, 8), settings);
                Tensor now = network.parameters().trained();
                Golden.assertEquals(
                        name + ", step " + step, now, golden.get("after").get(step), 1e-6);
            }
            assertThat(adam.steps()).isEqualTo(5);
            Golden.assertEquals("mean", adam.mean(), golden.get("mean"), 1e-6);
            Golden.assertEquals("mean of squares", adam.meanSquare(), golden.get("mean-square"), 1e-6);
        }
    }

    @Test
    void a_halved_rate_is_half_the_rate_to_the_bit_and_leaves_the_means_alone() {
        try (var _ = TensorScope.open();
                var network = vector(8);
                var other = vector(8);
                var halved = new Adam(network.parameters());
                var slower = new Adam(other.parameters())) {
            Tensor start = new RandomStream("start", 1).normal(Device.CPU, 8);
            set(network, start);
            set(other, start);
            halved.rateHalvings(2);
            for (int i = 0; i < 3; i++) {
                Tensor gradient = new RandomStream("gradient", i).normal(Device.CPU, 1, 8);
                minimize(halved, network, gradient, USUAL);
                minimize(slower, other, gradient, USUAL.withRate(USUAL.rate() / 4));
            }
            assertThat(network.parameters().trained().toFloats())
                    .containsExactly(other.parameters().trained().toFloats());
            assertThat(halved.meanSquare().toFloats())
                    .containsExactly(slower.meanSquare().toFloats());
            assertThat(halved.rateHalvings()).isEqualTo(2);
        }
    }

    @Test
    void every_layer_gets_its_own_gradient() {
        // Views of one buffer: a wrong order would give one layer the gradient of another.
        var architecture = new Architecture(
                Shape.of(2, 6, 6),
                List.of(new Conv(3, 3, 2, 1, true), BatchNorm.DEFAULT, Activation.TANH, new Linear(2, true)),
                Initializer.GLOROT_UNIFORM);
        try (var _ = TensorScope.open();
                var network =
                        Network.initialized(architecture, Device.CPU, Precision.FP32, new RandomStream("weights", 3));
                var adam = new Adam(network.parameters())) {
            Tensor input = new RandomStream("input", 3).normal(Device.CPU, 8, 2, 6, 6);
            double before = loss(network, input).item();
            for (int step = 0; step < 100; step++) {
                adam.step(gradients(loss(network, input), network), USUAL);
            }
            assertThat(loss(network, input).item()).isLessThan(before / 20);
        }
    }

    @Test
    void settings_that_change_from_step_to_step_follow_the_algorithm() {
        Schedule rate = new Schedule(1e-2, 1e-3);
        Schedule beta2 = new Schedule(0.9, 0.99);
        try (var _ = TensorScope.open();
                var network = vector(4);
                var adam = new Adam(network.parameters())) {
            RandomStream random = new RandomStream("gradients", 6);
            double[] expected = new double[4];
            double[] mean = new double[4];
            double[] square = new double[4];
            for (int step = 1; step <= 8; step++) {
                var now = new Adam.Settings(rate.at(step / 8.0), 0.3, beta2.at(step / 8.0), 1e-8);
                Tensor gradient = random.normal(Device.CPU, 1, 4);
                minimize(adam, network, gradient, now);
                float[] g = gradient.toFloats();
                for (int i = 0; i < 4; i++) {
                    mean[i] = 0.3 * mean[i] + 0.7 * g[i];
                    square[i] = now.beta2() * square[i] + (1 - now.beta2()) * g[i] * g[i];
                    double unbiased = mean[i] / (1 - Math.pow(0.3, step));
                    double scale = Math.sqrt(square[i] / (1 - Math.pow(now.beta2(), step))) + 1e-8;
                    expected[i] -= now.rate() * unbiased / scale;
                }
                assertThat(network.parameters().trained().toDoubles()).containsExactly(expected, within(1e-6));
            }
        }
    }

    @Test
    void statistics_are_not_trained() {
        var architecture = new Architecture(Shape.of(3), List.of(BatchNorm.DEFAULT), Initializer.DCGAN);
        try (var _ = TensorScope.open();
                var network =
                        Network.initialized(architecture, Device.CPU, Precision.FP32, new RandomStream("weights", 1));
                var adam = new Adam(network.parameters())) {
            Tensor input = new RandomStream("input", 1).normal(Device.CPU, 4, 3);
            float[] weights = network.parameters().trained().toFloats();
            Tensor loss = network.forward(input, Mode.EVALUATE).square().sum();
            adam.step(gradients(loss, network), USUAL);
            assertThat(network.parameters().trained().toFloats()).isNotEqualTo(weights);
            assertThat(network.parameters().statistics().toFloats()).containsExactly(0, 0, 0, 1, 1, 1);
        }
    }

    @Test
    void saved_state_continues_to_the_bit() {
        try (var _ = TensorScope.open();
                var first = vector(4);
                var second = vector(4);
                var adam = new Adam(first.parameters());
                var resumed = new Adam(second.parameters())) {
            RandomStream random = new RandomStream("gradients", 5);
            set(first, random.normal(Device.CPU, 4));
            for (int step = 0; step < 3; step++) {
                minimize(adam, first, random.normal(Device.CPU, 1, 4), USUAL);
            }
            set(second, first.parameters().trained());
            resumed.mean().copyFrom_(adam.mean());
            resumed.meanSquare().copyFrom_(adam.meanSquare());
            resumed.steps(adam.steps());
            Tensor gradient = random.normal(Device.CPU, 1, 4);
            minimize(adam, first, gradient, USUAL);
            minimize(resumed, second, gradient, USUAL);
            assertThat(second.parameters().trained().toFloats())
                    .containsExactly(first.parameters().trained().toFloats());
        }
    }

    private static void minimize(Adam adam, Network network, Tensor gradient, Adam.Settings settings) {
        adam.step(gradients(network.forward(gradient, Mode.TRAIN).sum(), network), settings);
    }

    private static List<Tensor> gradients(Tensor loss, Network network) {
        return Autograd.gradients(loss, network.parameters().trainedViews(), false);
    }

    /** Distance to a target that the network can reach. */
    private static Tensor loss(Network network, Tensor input) {
        return network.forward(input, Mode.TRAIN).add(-0.7).square().mean();
    }

    private static Network vector(int length) {
        var architecture = new Architecture(Shape.of(length), List.of(new Linear(1, false)), Initializer.DCGAN);
        return Network.blank(architecture, Device.CPU, Precision.FP32);
    }

    private static void set(Network network, Tensor values) {
        try (var _ = GradientMode.off()) {
            network.parameters().trained().copyFrom_(values);
        }
    }
}
