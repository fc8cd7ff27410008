package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.Golden;
import dev.duello.torch.Autograd;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Outputs, gradients and running statistics against {@code bench/reference/layers.py}. */
class LayersEqualPyTorchTest {
    private static final double TOLERANCE = 1e-5;

    static Stream<Arguments> cases() {
        return Stream.of(
                        "linear",
                        "conv",
                        "conv-grouped",
                        "conv-transpose",
                        "per-axis",
                        "activation",
                        "rectifiers",
                        "rearranging",
                        "pooling",
                        "pixel-shuffle",
                        "reflection-pad",
                        "batch-norm",
                        "sample-norms")
                .flatMap(file -> StreamSupport.stream(
                                Golden.read("nn/" + file).get("cases").spliterator(), false)
                        .map(golden -> Arguments.of(file, golden.get("name").asText(), golden)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void layer_equals_pytorch_forward_and_backward(String file, String name, JsonNode golden)
            throws JsonProcessingException {
        Layer layer = new ObjectMapper().treeToValue(golden.get("layer"), Layer.class);
        Architecture architecture =
                new Architecture(sampleShape(golden.get("passes").get(0)), List.of(layer), Initializer.DCGAN);
        try (var _ = TensorScope.open();
                var network = Network.blank(architecture, Device.CPU, Precision.FP32)) {
            Map<String, Tensor> parameters = network.parameters().byName();
            assertThat(parameters).hasSize(golden.get("parameters").size());
            try (var _ = GradientMode.off()) {
                parameters.forEach((key, tensor) ->
                        tensor.copyFrom_(Golden.tensor(golden.get("parameters").get(own(key)))));
            }
            for (JsonNode pass : golden.get("passes")) {
                check(name, network, pass);
            }
        }
    }

    private static void check(String name, Network network, JsonNode pass) {
        Map<String, Tensor> parameters = network.parameters().byName();
        Tensor input = Golden.tensor(pass.get("input")).requiresGradient_(true);
        Mode mode = pass.get("mode").asText().equals("train") ? Mode.TRAIN : Mode.EVALUATE;

        Tensor output = network.forward(input, mode);
        Golden.assertEquals(name + ", output", output, pass.get("output"), TOLERANCE);

        List<Tensor> wanted = new ArrayList<>(List.of(input));
        wanted.addAll(network.parameters().trainedViews());
        List<Tensor> gradients = Autograd.gradients(
                output.multiply(Golden.tensor(pass.get("direction"))).sum(), wanted, false);
        Golden.assertEquals(name + ", input gradient", gradients.getFirst(), pass.get("input-gradient"), TOLERANCE);

        List<String> trained = network.architecture().placed().getFirst().parameters().stream()
                .filter(parameter -> parameter.role().isTrained())
                .map(ParameterSpec::name)
                .toList();
        assertThat(pass.get("gradients")).hasSize(trained.size());
        for (int i = 0; i < trained.size(); i++) {
            JsonNode expected = pass.get("gradients").get(trained.get(i));
            Golden.assertEquals(name + ", gradient of " + trained.get(i), gradients.get(i + 1), expected, TOLERANCE);
        }
        if (pass.has("statistics")) {
            parameters.forEach((key, tensor) -> {
                if (key.contains("running")) {
                    Golden.assertEquals(
                            name + ", " + key, tensor, pass.get("statistics").get(own(key)), TOLERANCE);
                }
            });
        }
    }

    /** The layer's own name for a tensor: {@code weight} of {@code 0.conv.weight}. */
    private static String own(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static Shape sampleShape(JsonNode pass) {
        long[] batch = Golden.shape(pass.get("input"));
        int[] sample = new int[batch.length - 1];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = (int) batch[i + 1];
        }
        return Shape.of(sample);
    }
}
