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

class FillHolesTest {
    private static Architecture architecture() {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        inputs.put("x", Shape.of(2, 1, 2));
        inputs.put("source", Shape.of(3, 1, 2));
        return new Architecture(inputs, List.of(new FillHoles("source", Shape.of(3, 1, 2))), Initializer.DCGAN);
    }

    @Test
    void what_is_known_stays_and_the_rest_is_filled() {
        try (var _ = TensorScope.open();
                Network network = Network.blank(architecture(), Device.CPU, Precision.FP32)) {
            Tensor x = Tensors.of(new float[] {1, 2, 3, 4}, 1, 2, 1, 2);
            // The first place is known, the second a hole.
            Tensor source = Tensors.of(new float[] {5, 6, 7, 8, 1, -1}, 1, 3, 1, 2);
            float[] found = network.forward(x, network.pass(Mode.TRAIN, Map.of("source", source), null))
                    .contiguous()
                    .toFloats();
            assertThat(found).containsExactly(5, 2, 7, 4);
        }
    }

    @Test
    void it_is_saved_and_read_and_refuses_what_does_not_fit() {
        assertThat(Architecture.parse(architecture().json())).isEqualTo(architecture());
        FillHoles layer = new FillHoles("source", Shape.of(3, 2, 2));
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> layer.outputShape(Shape.of(3, 2, 2)));
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> layer.outputShape(Shape.of(2, 2, 3)));
    }
}
