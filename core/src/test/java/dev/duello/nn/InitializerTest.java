package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.TensorScope;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class InitializerTest {
    private static final List<Layer> LAYERS = List.of(
            new Conv(64, 5, 2, 2, true),
            BatchNorm.DEFAULT,
            new ConvTranspose(128, 4, 2, 1, 0, true),
            BatchNorm.DEFAULT,
            new Linear(40, true));

    static Stream<Arguments> deviations() {
        // A weight's axes are [a, b, window...]; "in" is b times the window and "out" is a times it, as PyTorch counts.
        return Stream.of(
                Arguments.of(Initializer.DCGAN, "0.conv.weight", 0.02),
                Arguments.of(Initializer.DCGAN, "2.conv-transpose.weight", 0.02),
                Arguments.of(Initializer.DCGAN, "4.linear.weight", 0.02),
                Arguments.of(Initializer.GLOROT_UNIFORM, "0.conv.weight", Math.sqrt(2.0 / (25 * (32 + 64)))),
                Arguments.of(Initializer.GLOROT_UNIFORM, "2.conv-transpose.weight", Math.sqrt(2.0 / (16 * (64 + 128)))),
                Arguments.of(Initializer.GLOROT_UNIFORM, "4.linear.weight", Math.sqrt(2.0 / (8192 + 40))),
                Arguments.of(Initializer.HE_NORMAL, "0.conv.weight", Math.sqrt(2.0 / (25 * 32))),
                Arguments.of(Initializer.HE_NORMAL, "2.conv-transpose.weight", Math.sqrt(2.0 / (16 * 128))),
                Arguments.of(Initializer.HE_NORMAL, "4.linear.weight", Math.sqrt(2.0 / 8192)));
    }

    @ParameterizedTest
    @MethodSource("deviations")
    void weights_have_mean_zero_and_the_nominal_deviation(Initializer initializer, String name, double deviation) {
        double[] moments = moments(initial(initializer, 1).get(name));
        assertThat(moments[0]).isCloseTo(0, within(deviation * 0.02));
        assertThat(moments[1]).isCloseTo(deviation, within(deviation * 0.02));
    }

    @Test
    void glorot_is_uniform_up_to_its_bound() {
        float[] weights = initial(Initializer.GLOROT_UNIFORM, 1).get("0.conv.weight");
        double bound = Math.sqrt(6.0 / (25 * (32 + 64)));
        double largest = IntStream.range(0, weights.length)
                .mapToDouble(i -> Math.abs(weights[i]))
                .max()
                .orElseThrow();
        assertThat(largest).isBetween(bound * 0.999, bound);
    }

    @Test
    void dcgan_scales_are_drawn_around_one() {
        float[] scales = initial(Initializer.DCGAN, 1).get("3.batch-norm.weight");
        double[] moments = moments(scales);
        assertThat(moments[0]).isCloseTo(1, within(0.01));
        assertThat(moments[1]).isBetween(0.015, 0.025);
    }

    @ParameterizedTest
    @EnumSource(names = {"GLOROT_UNIFORM", "HE_NORMAL"})
    void other_scales_are_one(Initializer initializer) {
        assertThat(initial(initializer, 1).get("3.batch-norm.weight"))
                .hasSize(128)
                .containsOnly(1);
    }

    @ParameterizedTest
    @EnumSource
    void biases_and_running_statistics_start_neutral(Initializer initializer) {
        Map<String, float[]> initial = initial(initializer, 1);
        Stream.of(
                        "0.conv.bias",
                        "1.batch-norm.bias",
                        "2.conv-transpose.bias",
                        "3.batch-norm.running_mean",
                        "4.linear.bias")
                .forEach(name -> assertThat(initial.get(name)).as(name).containsOnly(0));
        assertThat(initial.get("1.batch-norm.running_var")).hasSize(64).containsOnly(1);
        assertThat(initial.get("3.batch-norm.running_var")).hasSize(128).containsOnly(1);
    }

    @Test
    void the_same_seed_gives_the_same_network_and_another_seed_another() {
        float[] one = initial(Initializer.DCGAN, 1).get("2.conv-transpose.weight");
        assertThat(initial(Initializer.DCGAN, 1).get("2.conv-transpose.weight")).containsExactly(one);
        assertThat(initial(Initializer.DCGAN, 2).get("2.conv-transpose.weight")).isNotEqualTo(one);
    }

    private static Map<String, float[]> initial(Initializer initializer, long seed) {
        var architecture = new Architecture(Shape.of(32, 7, 7), LAYERS, initializer);
        try (var _ = TensorScope.open();
                var network = Network.initialized(
                        architecture, Device.CPU, Precision.FP32, new RandomStream("weights", seed))) {
            return network.parameters().byName().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().toFloats(), (a, _) -> a, TreeMap::new));
        }
    }

    private static double[] moments(float[] values) {
        double mean = IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .average()
                .orElseThrow();
        double variance = IntStream.range(0, values.length)
                .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
                .average()
                .orElseThrow();
        return new double[] {mean, Math.sqrt(variance)};
    }
}
