package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShapeInferenceTest {
    @Test
    void inferred_shapes_are_those_of_the_forward_pass_after_every_layer() {
        Stream.concat(RandomArchitectures.of(1, 400), Stream.of(odd())).forEach(architecture -> {
            try (var _ = TensorScope.open();
                    var network = Network.initialized(
                            architecture, Device.CPU, Precision.FP32, new RandomStream("weights", 1))) {
                Tensor input = new RandomStream("input", 1)
                        .normal(Device.CPU, architecture.input().batch(3));
                List<Architecture.Placed> placed = architecture.placed();
                for (int count = 1; count <= placed.size(); count++) {
                    assertThat(network.forward(input, Mode.EVALUATE, count).shape())
                            .as("layer %d of %s", count, architecture)
                            .containsExactly(placed.get(count - 1).output().batch(3));
                }
                assertThat(network.forward(input, Mode.TRAIN).shape())
                        .containsExactly(architecture.output().batch(3));
            }
        });
    }

    @Test
    void parameter_counts_are_those_of_the_tensors() {
        RandomArchitectures.of(2, 300).forEach(architecture -> {
            try (var _ = TensorScope.open();
                    var network = Network.blank(architecture, Device.CPU, Precision.FP32)) {
                Parameters parameters = network.parameters();
                assertThat(architecture.trainedNumbers())
                        .isEqualTo(parameters.trained().elements())
                        .isEqualTo(parameters.trainedViews().stream()
                                .mapToLong(Tensor::elements)
                                .sum());
                assertThat(parameters.byName().values().stream()
                                .mapToLong(Tensor::elements)
                                .sum())
                        .isEqualTo(parameters.trained().elements()
                                + parameters.statistics().elements());
                architecture
                        .placed()
                        .forEach(placed -> placed.parameters()
                                .forEach(parameter -> assertThat(parameters
                                                .named(placed.name() + "." + parameter.name())
                                                .shape())
                                        .containsExactly(parameter.shape().axes().stream()
                                                .mapToLong(Integer::longValue)
                                                .toArray())));
            }
        });
    }

    @Test
    void random_architectures_cover_every_layer_in_every_dimension() {
        // Else the tests above could pass on a diet of one layer.
        List<Architecture.Placed> placed = RandomArchitectures.of(1, 400)
                .flatMap(architecture -> architecture.placed().stream())
                .toList();
        assertThat(placed.stream()
                        .map(p -> p.layer().getClass().getSimpleName() + " "
                                + p.input().spatial().size()))
                .contains("Conv 1", "Conv 2", "Conv 3", "ConvTranspose 1", "ConvTranspose 2", "ConvTranspose 3")
                .contains("BatchNorm 0", "BatchNorm 1", "BatchNorm 2", "BatchNorm 3", "MaxPool 2")
                .contains(
                        "Linear 0",
                        "Linear 1",
                        "Linear 2",
                        "Linear 3",
                        "Reshape 0",
                        "Reshape 2",
                        "Activation 2",
                        "Rescale 2");
    }

    private static Architecture odd() {
        return new Architecture(
                Shape.of(1, 7, 5),
                List.of(new ConvTranspose(2, 3, 2, 1, 1, true), new Conv(3, 5, 3, 2, false), new MaxPool(2)),
                Initializer.HE_NORMAL);
    }
}
