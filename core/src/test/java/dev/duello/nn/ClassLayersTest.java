package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Autograd;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The layers that know classes, in plain loops. */
class ClassLayersTest {
    private static final int CLASSES = 3;
    private static final int NOISE = 4;
    private static final Map<String, Shape> INPUTS = inputs();
    /** Class 1 never occurs. */
    private static final long[] LABELS = {0, 2, 2, 0, 2, 2};

    @Test
    void an_embedding_replaces_the_class_and_lets_the_noise_pass() {
        try (var _ = TensorScope.open();
                var network = Gradients.random(architecture(new ClassEmbedding(CLASSES, 2)))) {
            float[] weight = network.parameters().trained().toFloats();
            float[] z = noise().toFloats();
            Tensor found = network.forward(noise(), pass(network, Mode.TRAIN));
            assertThat(found.shape()).containsExactly(LABELS.length, NOISE + 2);
            float[] y = found.toFloats();
            for (int n = 0; n < LABELS.length; n++) {
                for (int i = 0; i < NOISE; i++) {
                    assertThat(y[n * 6 + i]).isEqualTo(z[n * NOISE + i]);
                }
                for (int i = 0; i < 2; i++) {
                    assertThat(y[n * 6 + NOISE + i]).isEqualTo(weight[i * CLASSES + (int) LABELS[n]]);
                }
            }
            Gradients.check(network, noise(), pass(network, Mode.TRAIN));
        }
    }

    @Test
    void a_class_that_does_not_occur_gets_no_gradient() {
        Layer[] layers = {
            new ClassEmbedding(CLASSES, 2), new Linear(8, true), new ConditionalBatchNorm(CLASSES), Activation.TANH
        };
        try (var _ = TensorScope.open();
                var network = Gradients.random(architecture(layers))) {
            List<Tensor> gradients = Autograd.gradients(
                    network.forward(noise(), pass(network, Mode.TRAIN)).square().sum(),
                    network.parameters().trainedViews(),
                    false);
            List<String> names = network.parameters().byName().keySet().stream()
                    .filter(name -> !name.contains("running"))
                    .toList();
            // [length or channels, classes] each.
            for (String name : List.of(
                    "0.class-embedding.weight", "2.conditional-batch-norm.scale", "2.conditional-batch-norm.shift")) {
                float[] gradient = gradients.get(names.indexOf(name)).toFloats();
                for (int i = 0; i < gradient.length; i++) {
                    if (i % CLASSES == 1) {
                        assertThat(gradient[i]).isZero();
                    } else {
                        assertThat(gradient[i]).isNotZero();
                    }
                }
            }
        }
    }

    @Test
    void class_batch_norm_scales_and_shifts_each_sample_as_its_class_wants() {
        Layer[] layers = {
            new ClassEmbedding(CLASSES, 2),
            new Linear(24, true),
            new Reshape(Shape.of(2, 3, 4)),
            new ConditionalBatchNorm(CLASSES, 0.3, 1e-3)
        };
        try (var _ = TensorScope.open();
                var network = Gradients.random(architecture(layers))) {
            float[] before =
                    network.forward(noise(), pass(network, Mode.TRAIN), 0, 3).toFloats();
            float[] common = network.parameters()
                    .named("3.conditional-batch-norm.weight")
                    .toFloats();
            float[] offset =
                    network.parameters().named("3.conditional-batch-norm.bias").toFloats();
            float[] scale =
                    network.parameters().named("3.conditional-batch-norm.scale").toFloats();
            float[] shift =
                    network.parameters().named("3.conditional-batch-norm.shift").toFloats();
            float[] mean = network.parameters()
                    .named("3.conditional-batch-norm.running_mean")
                    .toFloats();
            float[] variance = network.parameters()
                    .named("3.conditional-batch-norm.running_var")
                    .toFloats();

            float[] byRunning =
                    network.forward(noise(), pass(network, Mode.EVALUATE)).toFloats();
            float[] byBatch =
                    network.forward(noise(), pass(network, Mode.TRAIN)).toFloats();
            float[] movedMean = network.parameters()
                    .named("3.conditional-batch-norm.running_mean")
                    .toFloats();
            float[] movedVariance = network.parameters()
                    .named("3.conditional-batch-norm.running_var")
                    .toFloats();

            int perChannel = LABELS.length * 12;
            for (int channel = 0; channel < 2; channel++) {
                double sum = 0;
                double squares = 0;
                for (int i = 0; i < before.length; i++) {
                    if (i / 12 % 2 == channel) {
                        sum += before[i];
                        squares += before[i] * before[i];
                    }
                }
                double ownMean = sum / perChannel;
                double ownVariance = squares / perChannel - ownMean * ownMean;
                assertThat((double) movedMean[channel]).isCloseTo(0.7 * mean[channel] + 0.3 * ownMean, within(1e-4));
                // Running variances are unbiased, as PyTorch's are.
                assertThat((double) movedVariance[channel])
                        .isCloseTo(
                                0.7 * variance[channel] + 0.3 * ownVariance * perChannel / (perChannel - 1),
                                within(1e-4));
                for (int i = 0; i < before.length; i++) {
                    if (i / 12 % 2 == channel) {
                        int k = channel * CLASSES + (int) LABELS[i / 24];
                        double batch = (before[i] - ownMean) / Math.sqrt(ownVariance + 1e-3);
                        double running = (before[i] - mean[channel]) / Math.sqrt(variance[channel] + 1e-3);
                        assertThat((double) byBatch[i])
                                .isCloseTo(
                                        batch * (common[channel] + scale[k]) + offset[channel] + shift[k],
                                        within(1e-4));
                        assertThat((double) byRunning[i])
                                .isCloseTo(
                                        running * (common[channel] + scale[k]) + offset[channel] + shift[k],
                                        within(1e-4));
                    }
                }
            }
        }
    }

    @Test
    void gradients_of_a_generator_with_classes_equal_finite_differences() {
        Layer[] layers = {
            new ClassEmbedding(CLASSES, 2),
            new Linear(8, true),
            new Reshape(Shape.of(2, 2, 2)),
            new ConditionalBatchNorm(CLASSES),
            Activation.TANH
        };
        try (var _ = TensorScope.open();
                var network = Gradients.random(architecture(layers))) {
            Gradients.check(network, noise(), pass(network, Mode.EVALUATE));
        }
    }

    @Test
    void all_classes_start_alike_but_for_their_embeddings() {
        var architecture = new Architecture(
                INPUTS, List.of(new ClassEmbedding(CLASSES, 2), new ConditionalBatchNorm(CLASSES)), Initializer.DCGAN);
        try (var _ = TensorScope.open();
                var network =
                        Network.initialized(architecture, Device.CPU, Precision.FP32, new RandomStream("weights", 1))) {
            assertThat(network.parameters()
                            .named("1.conditional-batch-norm.scale")
                            .toFloats())
                    .containsOnly(0);
            assertThat(network.parameters()
                            .named("1.conditional-batch-norm.shift")
                            .toFloats())
                    .containsOnly(0);
            assertThat(network.parameters().named("0.class-embedding.weight").toFloats())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void a_projection_adds_what_all_classes_share_to_what_each_has() {
        try (var _ = TensorScope.open();
                var network = Gradients.random(Shape.of(2, 3), new ProjectionHead(CLASSES))) {
            Tensor features = new RandomStream("features", 1).normal(Device.CPU, 5, 2, 3);
            float[] f = features.toFloats();
            float[] w = network.parameters().named("0.projection-head.weight").toFloats();
            float[] v =
                    network.parameters().named("0.projection-head.embedding").toFloats();
            float[] expected = new float[5 * CLASSES];
            for (int i = 0; i < expected.length; i++) {
                for (int k = 0; k < 6; k++) {
                    expected[i] += f[i / CLASSES * 6 + k] * (w[k] + v[i % CLASSES * 6 + k]);
                }
            }
            assertThat(network.forward(features, Mode.TRAIN).toFloats()).containsExactly(expected, within(1e-5f));
            Gradients.check(network, features, Mode.TRAIN);
        }
    }

    @Test
    void what_does_not_fit_is_refused() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> architecture(new ClassEmbedding(7, 2)))
                .withMessageContaining("'class' of 7")
                .withMessageContaining("class=3");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Gradients.random(Shape.of(4), new ConditionalBatchNorm(CLASSES)))
                .withMessageContaining("'class'");
        try (var _ = TensorScope.open();
                var network = Gradients.random(architecture(new ConditionalBatchNorm(CLASSES)))) {
            assertThatThrownBy(() -> network.forward(noise(), Mode.TRAIN)).hasMessageContaining("no input 'class'");
        }
    }

    private static Architecture architecture(Layer... layers) {
        return new Architecture(INPUTS, List.of(layers), Initializer.LECUN_NORMAL);
    }

    private static Map<String, Shape> inputs() {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        inputs.put(Architecture.LATENT, Shape.of(NOISE));
        inputs.put(Architecture.CLASS, Shape.of(CLASSES));
        return inputs;
    }

    private static ForwardPass pass(Network network, Mode mode) {
        Tensor classes = Functions.oneHot(Tensors.of(LABELS, LABELS.length), CLASSES);
        return network.pass(mode, Map.of(Architecture.CLASS, classes), null);
    }

    private static Tensor noise() {
        return new RandomStream("noise", 1).normal(Device.CPU, LABELS.length, NOISE);
    }
}
