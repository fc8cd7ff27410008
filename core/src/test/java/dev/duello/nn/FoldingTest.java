package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoldingTest {
    private static Network network(Shape input, Layer... layers) {
        return Network.initialized(
                new Architecture(input, List.of(layers), Initializer.DCGAN),
                Device.CPU,
                Precision.FP32,
                new RandomStream("weights", 1));
    }

    private static void assertSame(Network one, Network other) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Tensor input = new RandomStream("input", 2)
                    .normal(Device.CPU, one.architecture().input().batch(3));
            float[] expected = one.forward(input, Mode.EVALUATE).toFloats();
            float[] found = other.forward(input, Mode.EVALUATE).toFloats();
            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i], offset(1e-5f));
            }
        }
    }

    @Test
    void normalization_and_what_acts_in_training_only_disappear_into_the_weights() {
        Shape input = Shape.of(3, 8, 8);
        Layer block = Parallel.residual(
                List.of(new SpectralNorm(new Conv(3, 3, 1, 1, false)), new Dropout(0.5), BatchNorm.DEFAULT),
                List.of(),
                1,
                false);
        try (Network network = network(
                input,
                new UpsampleConv(3, false),
                BatchNorm.DEFAULT,
                Activation.RELU,
                block,
                new Linear(4, false),
                BatchNorm.DEFAULT)) {
            try (var _ = TensorScope.open();
                    var _ = GradientMode.off()) {
                Tensor batch = new RandomStream("batch", 3).normal(Device.CPU, input.batch(6));
                // Running statistics as a training leaves them.
                network.forward(batch, network.pass(Mode.TRAIN, Map.of(), null).with(new RandomStream("dropout", 4)));
            }
            try (Network folded = Folding.folded(network)) {
                assertThat(folded.architecture().layers())
                        .extracting(Layer::label)
                        .containsExactly("conv-transpose", "relu", "residual", "linear");
                assertThat(folded.parameters().byName().keySet())
                        .contains("0.conv-transpose.bias", "2.residual.branch.0.conv.bias")
                        .noneMatch(name -> name.contains("singular") || name.contains("running"));
                assertSame(network, folded);
            }
        }
    }

    @Test
    void normalization_that_follows_nothing_with_weights_stays() {
        try (Network network = network(Shape.of(4), BatchNorm.DEFAULT, Activation.TANH, BatchNorm.DEFAULT);
                Network folded = Folding.folded(network)) {
            assertThat(folded.architecture()).isEqualTo(network.architecture());
            assertSame(network, folded);
        }
    }

    @Test
    void a_network_that_only_drops_numbers_passes_them_on() {
        try (Network network = network(Shape.of(4), new Dropout(0.5));
                Network folded = Folding.folded(network)) {
            assertSame(network, folded);
        }
    }

    @Test
    void a_chain_does_what_its_links_do_one_after_the_other() {
        try (Network first = network(Shape.of(4), new Linear(6, true), Activation.TANH);
                Network second = network(Shape.of(6), new Linear(3, false));
                Network chain = Network.chained(List.of(first, second))) {
            try (var _ = TensorScope.open();
                    var _ = GradientMode.off()) {
                Tensor input = new RandomStream("input", 2).normal(Device.CPU, 5, 4);
                assertThat(chain.forward(input, Mode.EVALUATE).toFloats())
                        .isEqualTo(second.forward(first.forward(input, Mode.EVALUATE), Mode.EVALUATE)
                                .toFloats());
                first.parameters().named("0.linear.bias").fill_(5);
                assertThat(chain.parameters().named("0.linear.bias").toFloats()).doesNotContain(5);
            }
        }
    }
}
