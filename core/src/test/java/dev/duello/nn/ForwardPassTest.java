package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Autograd;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a run through an architecture can be asked for: a part of the layers, a tape, noise. */
class ForwardPassTest {
    private static final Shape SAMPLE = Shape.of(2, 4, 6);
    private static final Layer[] LAYERS = {
        new Conv(3, 3, 1, 1, true),
        Activation.leakyRelu(0.2),
        Parallel.residual(List.of(BatchNorm.DEFAULT, Activation.RELU, new Conv(3, 3, 1, 1, true)), List.of(), 1, false),
        Activation.RELU,
        new Linear(2, true)
    };

    @Test
    void a_pass_in_two_parts_equals_one_in_one() {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off();
                var network = Gradients.random(SAMPLE, LAYERS)) {
            ForwardPass pass = ForwardPass.of(Mode.EVALUATE, DType.FLOAT32);
            float[] whole = network.forward(images(), pass).toFloats();
            for (int cut = 0; cut <= LAYERS.length; cut++) {
                Tensor before = network.forward(images(), pass, 0, cut);
                assertThat(network.forward(before, pass, cut, LAYERS.length).toFloats())
                        .as("cut at %d", cut)
                        .containsExactly(whole, within(1e-5f));
            }
        }
    }

    @Test
    void a_tape_has_every_inner_layer_and_changes_no_number() {
        try (var _ = TensorScope.open();
                var network = Gradients.random(SAMPLE, LAYERS)) {
            Tape tape = new Tape();
            Tensor taped = network.forward(images(), new ForwardPass(Mode.TRAIN, DType.FLOAT32, Map.of(), null, tape));
            assertThat(taped.toFloats())
                    .containsExactly(network.forward(images(), Mode.TRAIN).toFloats(), within(1e-6f));
            assertThat(tape.entries().stream().map(Tape.Entry::name))
                    .containsExactly(
                            "0.conv",
                            "1.leaky-relu",
                            "2.residual.branch.0.batch-norm",
                            "2.residual.branch.1.relu",
                            "2.residual.branch.2.conv",
                            "3.relu",
                            "4.linear");
        }
    }

    /** The gradient of a linear layer's weight is, sample by sample, output gradient times input. */
    @Test
    void gradients_by_sample_from_a_tape_add_up_to_that_of_the_batch() {
        try (var _ = TensorScope.open();
                var network = Gradients.random(SAMPLE, LAYERS)) {
            Tape tape = new Tape();
            Tensor loss = network.forward(images(), new ForwardPass(Mode.EVALUATE, DType.FLOAT32, Map.of(), null, tape))
                    .square()
                    .sum();
            Tensor weight = network.parameters().named("4.linear.weight");
            float[] expected =
                    Autograd.gradients(loss, List.of(weight), true).getFirst().toFloats();
            Tape.Entry linear = tape.entries().getLast();
            Tensor outputGradient = tape.outputGradients(loss).getLast();
            float[] summed = new float[expected.length];
            Tensor flat = linear.input().reshape(linear.input().size(0), -1);
            for (int sample = 0; sample < flat.size(0); sample++) {
                float[] own = outputGradient
                        .narrow(0, sample, 1)
                        .transpose()
                        .matmul(flat.narrow(0, sample, 1))
                        .toFloats();
                for (int i = 0; i < own.length; i++) {
                    summed[i] += own[i];
                }
            }
            assertThat(summed).containsExactly(expected, within(2e-3f));
        }
    }

    @Test
    void branches_joined_along_the_channels_lie_side_by_side() {
        var block = new Parallel(
                List.of(new Parallel.Branch("skip"), new Parallel.Branch("deep", new Conv(3, 3, 1, 1, true))),
                Parallel.Join.CONCAT);
        assertThat(block.outputShape(SAMPLE)).isEqualTo(Shape.of(5, 4, 6));
        try (var _ = TensorScope.open();
                var network = Gradients.random(SAMPLE, block);
                var deep = Gradients.random(SAMPLE, new Conv(3, 3, 1, 1, true))) {
            Tensor joined = network.forward(images(), Mode.TRAIN);
            assertThat(joined.narrow(1, 0, 2).toFloats()).containsExactly(images().toFloats());
            assertThat(joined.narrow(1, 2, 3).toFloats())
                    .containsExactly(deep.forward(images(), Mode.TRAIN).toFloats(), within(1e-6f));
            Gradients.check(network, images(), Mode.TRAIN);
        }
    }

    @Test
    void dropout_drops_its_share_keeps_the_mean_and_repeats() {
        try (var _ = TensorScope.open();
                var network = Network.blank(
                        new Architecture(Shape.of(10_000), List.of(new Dropout(0.3)), Initializer.DCGAN),
                        Device.CPU,
                        Precision.FP32)) {
            Tensor ones = images().sum().multiply(0).add(1).expand(2, 10_000).contiguous();
            float[] dropped = network.forward(ones, noisy(1)).toFloats();
            int zeros = 0;
            for (float each : dropped) {
                assertThat(each).isIn(0f, (float) (1 / 0.7));
                zeros += each == 0 ? 1 : 0;
            }
            // 20,000 draws: a standard deviation is 65.
            assertThat(zeros).isCloseTo(6_000, within(300));
            assertThat(network.forward(ones, noisy(1)).toFloats()).containsExactly(dropped);
            assertThat(network.forward(ones, noisy(2)).toFloats()).isNotEqualTo(dropped);
            assertThat(network.forward(ones, Mode.EVALUATE).toFloats()).containsOnly(1f);
            assertThatThrownBy(() -> network.forward(ones, Mode.TRAIN)).hasMessageContaining("noise");
        }
    }

    /** A layer that gives back what it got must not have it freed or changed under its owner. */
    @Test
    void an_input_that_passes_unchanged_stays_its_owners() {
        try (var _ = TensorScope.open();
                var network = Gradients.random(SAMPLE, new Dropout(0.5), Activation.RELU, new Conv(2, 1, 1, 0, true))) {
            Tensor input = images();
            network.forward(input, Mode.EVALUATE);
            assertThat(input.toFloats()).containsExactly(images().toFloats());
        }
    }

    private static ForwardPass noisy(long seed) {
        return new ForwardPass(Mode.TRAIN, DType.FLOAT32, Map.of(), new RandomStream("dropout", seed), null);
    }

    private static Tensor images() {
        return new RandomStream("images", 3).normal(Device.CPU, SAMPLE.batch(3));
    }
}
