package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputChannelsTest {
    private static Architecture architecture() {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        inputs.put("source", Shape.of(1, 2, 3));
        inputs.put("z", Shape.of(2));
        return new Architecture(inputs, List.of(new InputChannels("z", 2)), Initializer.DCGAN);
    }

    @Test
    void the_numbers_of_each_sample_become_channels_that_are_the_same_everywhere() {
        try (var _ = TensorScope.open();
                Network network = Network.blank(architecture(), Device.CPU, Precision.FP32)) {
            Tensor source = Tensors.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 2, 1, 2, 3);
            Tensor z = Tensors.of(new float[] {-1, -2, -3, -4}, 2, 2);
            Tensor result = network.forward(source, network.pass(Mode.TRAIN, Map.of("z", z), null));
            assertThat(result.shape()).containsExactly(2, 3, 2, 3);
            float[] found = result.contiguous().toFloats();
            for (int i = 0; i < 36; i++) {
                int sample = i / 18;
                int channel = i / 6 % 3;
                float expected = channel == 0 ? 1 + 6 * sample + i % 6 : -(2 * sample + channel);
                assertThat(found[i]).isEqualTo(expected);
            }
        }
    }

    @Test
    void it_is_saved_and_read_and_asks_for_its_input() {
        Architecture architecture = architecture();
        assertThat(architecture.output()).isEqualTo(Shape.of(3, 2, 3));
        assertThat(Architecture.parse(architecture.json())).isEqualTo(architecture);
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() ->
                        new Architecture(Shape.of(1, 2, 3), List.of(new InputChannels("z", 2)), Initializer.DCGAN))
                .withMessageContaining("needs an input 'z'");
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> new InputChannels("z", 0));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new InputChannels("z", 2).outputShape(Shape.of(4)));
    }
}
