package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Autograd;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class SampleClippingTest {
    private static final int SAMPLES = 5;

    private TensorScope scope;

    @BeforeEach
    void open() {
        scope = TensorScope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    /** A loss for each sample, of {@code rows} rows each, in one pass or one pass for each row. */
    private record Losses(Network network, Tensor input, int rows, boolean oneByOne) implements SampleLosses {
        @Override
        public int size() {
            return Math.toIntExact(input.size(0)) / rows;
        }

        @Override
        public Tensor of(int from, int count, @Nullable Tape tape) {
            List<Tensor> parts = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                parts.add(input.narrow(0, row * size() + from, count));
            }
            List<Tensor> outputs = new ArrayList<>();
            if (oneByOne) {
                parts.forEach(part -> outputs.add(output(part, tape)));
            } else {
                Tensor all = output(Tensors.concatenate(parts, 0), tape);
                for (int row = 0; row < rows; row++) {
                    outputs.add(all.narrow(0, row * count, count));
                }
            }
            return outputs.stream().reduce(Tensor::add).orElseThrow().square().sum(1);
        }

        private Tensor output(Tensor part, @Nullable Tape tape) {
            return network.forward(part, network.pass(Mode.TRAIN, Map.of(), tape))
                    .reshape(part.size(0), -1)
                    .add(-0.7);
        }

        /** The same with the samples of one place only. */
        Losses only(int sample) {
            List<Tensor> own = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                own.add(input.narrow(0, row * size() + sample, 1));
            }
            return new Losses(network, Tensors.concatenate(own, 0), rows, oneByOne);
        }
    }

    private static Network network(Shape input, Layer... layers) {
        return Network.initialized(
                new Architecture(input, List.of(layers), Initializer.HE_NORMAL),
                Device.CPU,
                Precision.FP32,
                new RandomStream("weights", 1));
    }

    private static Losses losses(Network network, int samples, int rows, boolean oneByOne) {
        long[] axes = network.architecture().input().axes().stream()
                .mapToLong(Integer::longValue)
                .toArray();
        long[] shape = new long[axes.length + 1];
        shape[0] = (long) samples * rows;
        System.arraycopy(axes, 0, shape, 1, axes.length);
        Tensor input = new RandomStream("input", 2).normal(Device.CPU, shape);
        return new Losses(network, input, rows, oneByOne);
    }

    static Stream<Arguments> networks() {
        Layer act = Activation.leakyRelu(0.2);
        PerAxis skewed = PerAxis.of(3, 2);
        return Stream.of(
                Arguments.of("dense", Shape.of(7), new Layer[] {new Linear(5, true), act, new Linear(3, false)}),
                Arguments.of("images to dense", Shape.of(2, 4, 3), new Layer[] {new Linear(4, true)}),
                Arguments.of("projection head", Shape.of(2, 3, 3), new Layer[] {
                    new Conv(3, 3, 1, 1, true), act, new ProjectionHead(4)
                }),
                Arguments.of(
                        "1-d", Shape.of(3, 11), new Layer[] {new Conv(4, 5, 2, 1, true), act, new Linear(1, true)}),
                Arguments.of("2-d halving", Shape.of(3, 8, 8), new Layer[] {
                    new Conv(4, 4, 2, 1, true), act, new Conv(6, 4, 2, 1, false), act, new Linear(1, true)
                }),
                Arguments.of("2-d odd sides that windows do not reach", Shape.of(2, 9, 8), new Layer[] {
                    new Conv(3, 3, 3, 0, true), act, new Linear(1, true)
                }),
                Arguments.of("2-d with other sides along each axis, dilated", Shape.of(2, 9, 7), new Layer[] {
                    new Conv(3, skewed, PerAxis.of(2, 1), PerAxis.of(1, 2), PerAxis.of(1, 2), 1, true),
                    act,
                    new Linear(2, true)
                }),
                Arguments.of("2-d grouped", Shape.of(4, 6, 6), new Layer[] {
                    new Conv(6, 3, 1, 1, 2, true), act, new Conv(6, 3, 2, 1, 6, false), act, new Linear(1, true)
                }),
                Arguments.of(
                        "3-d", Shape.of(2, 4, 5, 6), new Layer[] {new Conv(3, 3, 2, 1, true), act, new Linear(1, true)
                        }),
                Arguments.of("3-d grouped", Shape.of(4, 3, 4, 3), new Layer[] {
                    new Conv(4, 2, 1, 1, 2, true), act, new Linear(1, true)
                }),
                Arguments.of("transposed 1-d", Shape.of(3, 4), new Layer[] {new ConvTranspose(2, 4, 2, 1, 0, true)}),
                Arguments.of("transposed 2-d", Shape.of(3, 3, 4), new Layer[] {
                    new ConvTranspose(2, 3, 2, 1, 1, true), act, new Linear(1, true)
                }),
                Arguments.of(
                        "transposed 3-d", Shape.of(2, 2, 2, 3), new Layer[] {new ConvTranspose(2, 4, 2, 1, 0, false)}),
                Arguments.of("group norm", Shape.of(4, 5, 5), new Layer[] {
                    new Conv(6, 3, 1, 1, false), new GroupNorm(3), act, new Linear(1, true)
                }),
                Arguments.of("group norm without places", Shape.of(6), new Layer[] {
                    new Linear(6, true), new GroupNorm(2), act, new Linear(1, true)
                }),
                Arguments.of("instance norm", Shape.of(2, 7), new Layer[] {
                    new Conv(4, 3, 1, 1, true), new InstanceNorm(true, 1e-5), act, new Linear(1, true)
                }),
                Arguments.of("layer norm", Shape.of(3, 4, 4), new Layer[] {
                    new Conv(2, 3, 1, 1, true), LayerNorm.DEFAULT, act, new Linear(1, true)
                }),
                Arguments.of("prelu", Shape.of(3, 4, 4), new Layer[] {
                    new Conv(4, 3, 1, 1, true), new Prelu(), new Linear(3, true), new Prelu(), new Linear(1, true)
                }),
                Arguments.of("residual with pools", Shape.of(3, 8, 8), new Layer[] {
                    Parallel.residual(
                            List.of(act, new Conv(5, 3, 1, 1, true), act, new Conv(5, 3, 1, 1, true)),
                            List.of(new Conv(5, 1, 1, 0, false)),
                            1,
                            false),
                    new MaxPool(2),
                    new SumPool(true),
                    new Linear(1, true)
                }));
    }

    private static float[] row(List<Tensor> gradients) {
        return Tensors.concatenate(
                        gradients.stream()
                                .map(g -> Parameters.row(g).contiguous())
                                .toList(),
                        0)
                .toFloats();
    }

    private static float[] gradientOf(Losses losses, int sample) {
        Tensor loss = losses.only(sample).of(0, 1, null).sum();
        return row(Autograd.gradients(loss, losses.network().parameters().trainedViews(), false));
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    private static void assertClose(float[] actual, float[] expected) {
        double scale = Math.max(1e-3, norm(expected));
        assertThat(actual).containsExactly(expected, within((float) (1e-5 * scale)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void gradients_of_samples_are_those_of_batches_of_one(String name, Shape input, Layer[] layers) {
        try (Network network = network(input, layers)) {
            for (int rows : new int[] {1, 2}) {
                for (boolean oneByOne : new boolean[] {false, true}) {
                    Losses losses = losses(network, SAMPLES, rows, oneByOne);
                    Map<String, SampleGradients> found =
                            SampleClipping.ofSamples(losses, 0, SAMPLES, network.parameters());
                    List<String> names = network.parameters().trainedNames();
                    for (int sample = 0; sample < SAMPLES; sample++) {
                        int i = sample;
                        List<Tensor> each = names.stream()
                                .map(parameter -> {
                                    Tensor all = found.get(parameter).each();
                                    long[] one = Arrays.copyOfRange(all.shape(), 1, all.shape().length);
                                    return all.narrow(0, i, 1).reshape(one);
                                })
                                .toList();
                        float[] expected = gradientOf(losses, sample);
                        assertClose(row(each), expected);
                    }
                    for (SampleGradients gradients : found.values()) {
                        double[] formed = new SampleGradients.Held(gradients.each())
                                .squaredNorms()
                                .toDoubles();
                        double most = Arrays.stream(formed).max().orElseThrow();
                        assertThat(gradients.squaredNorms().toDoubles()).containsExactly(formed, within(2e-5 * most));
                        if (gradients instanceof SampleGradients.Products products) {
                            assertThat(products.squaredNormsByPlaces().toDoubles())
                                    .containsExactly(formed, within(2e-5 * most));
                            assertThat(products.squaredNormsByMatrices().toDoubles())
                                    .containsExactly(formed, within(2e-5 * most));
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void the_clipped_sum_is_that_of_formed_gradients_and_that_of_a_second_backward_pass(
            String name, Shape input, Layer[] layers) {
        try (Network network = network(input, layers)) {
            Losses losses = losses(network, SAMPLES, 1, false);
            double[] norms = new double[SAMPLES];
            float[][] each = new float[SAMPLES][];
            for (int i = 0; i < SAMPLES; i++) {
                each[i] = gradientOf(losses, i);
                norms[i] = norm(each[i]);
            }
            // Between the second and the third: some are clipped and some are not.
            double[] sorted = norms.clone();
            Arrays.sort(sorted);
            double max = (sorted[1] + sorted[2]) / 2;
            float[] factors = new float[SAMPLES];
            float[] expected = new float[each[0].length];
            for (int i = 0; i < SAMPLES; i++) {
                factors[i] = (float) Math.min(1, max / (norms[i] + 1e-6));
                for (int j = 0; j < expected.length; j++) {
                    expected[j] += factors[i] * each[i][j] / 4;
                }
            }
            assertThat(factors).contains(1f);
            assertThat(sorted[4]).isGreaterThan(max);

            Parameters parameters = network.parameters();
            float[] byBookkeeping = row(new SampleClipping(max, 4, SAMPLES).gradients(losses, parameters));
            Tensor weighted = losses.of(0, SAMPLES, null)
                    .multiply(Tensors.of(factors, SAMPLES))
                    .sum();
            float[] bySecondPass = row(Autograd.gradients(weighted.multiply(0.25), parameters.trainedViews(), false));

            assertClose(byBookkeeping, expected);
            assertClose(bySecondPass, expected);
            for (int atOnce : new int[] {1, 2}) {
                assertClose(row(new SampleClipping(max, 4, atOnce).gradients(losses, parameters)), expected);
            }
        }
    }

    @Test
    void without_a_limit_it_is_the_plain_rule() {
        try (Network network =
                network(Shape.of(2, 6, 6), new Conv(4, 3, 2, 1, true), new GroupNorm(2), new Linear(1, true))) {
            Losses losses = losses(network, SAMPLES, 2, false);
            SampleClipping unlimited = new SampleClipping(Double.POSITIVE_INFINITY, SAMPLES, 2);
            assertClose(
                    row(unlimited.gradients(losses, network.parameters())),
                    row(GradientRule.MEAN.gradients(losses, network.parameters())));
        }
    }

    /** Clipping the mean instead of each would let one sample decide everything. */
    @Test
    void one_more_sample_moves_the_sum_by_no_more_than_the_limit() {
        try (Network network = network(Shape.of(4), new Linear(6, true), Activation.TANH, new Linear(1, true))) {
            Losses all = losses(network, SAMPLES + 1, 1, false);
            // One that would outweigh all others.
            all.input().narrow(0, SAMPLES, 1).fill_(1000);
            Losses without = new Losses(network, all.input().narrow(0, 0, SAMPLES), 1, false);
            double max = 0.01;
            SampleClipping rule = new SampleClipping(max, 1, 4);
            float[] with = row(rule.gradients(all, network.parameters()));
            float[] before = row(rule.gradients(without, network.parameters()));
            float[] change = new float[with.length];
            for (int i = 0; i < with.length; i++) {
                change[i] = with[i] - before[i];
            }
            assertThat(norm(change)).isCloseTo(max, within(1e-5));
        }
    }

    @Test
    void the_sum_is_divided_by_the_expected_number_whoever_is_there() {
        try (Network network = network(Shape.of(4), new Linear(1, true))) {
            Losses losses = losses(network, SAMPLES, 1, false);
            float[] by1 = row(new SampleClipping(1, 1, 8).gradients(losses, network.parameters()));
            float[] by10 = row(new SampleClipping(1, 10, 8).gradients(losses, network.parameters()));
            for (int i = 0; i < by1.length; i++) {
                assertThat(by10[i]).isCloseTo(by1[i] / 10, within(1e-6f));
            }
        }
    }

    @Test
    void layers_that_mix_samples_are_refused_by_name() {
        assertThat(SampleClipping.obstacle(new Architecture(
                        Shape.of(3, 8, 8),
                        List.of(new Conv(4, 4, 2, 1, true), BatchNorm.DEFAULT, new Linear(1, true)),
                        Initializer.HE_NORMAL)))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("1.batch-norm")
                        .contains("mixes")
                        .contains("group normalization"));
        assertThat(SampleClipping.obstacle(new Architecture(
                        Shape.of(3, 8, 8),
                        List.of(Parallel.residual(
                                List.of(new SpectralNorm(new Conv(3, 3, 1, 1, true))), List.of(), 1, false)),
                        Initializer.HE_NORMAL)))
                .hasValueSatisfying(reason -> assertThat(reason).contains("spectral"));
        assertThat(SampleClipping.obstacle(new Architecture(
                        Shape.of(3, 8, 8),
                        List.of(new Conv(4, 4, 2, 1, true), new Linear(1, true)),
                        Initializer.HE_NORMAL)))
                .isEmpty();
    }

    @Test
    void noise_has_the_asked_deviation_in_every_number_is_fresh_each_step_and_comes_without_samples_as_well() {
        try (Network network = network(Shape.of(50), new Linear(100, true), new Linear(50, false))) {
            double deviation = 0.37;
            RandomStream stream = new RandomStream("privacy-noise", 7);
            GradientRule rule = new GaussianNoise(deviation, stream, (_, parameters) -> parameters.zeroGradients());
            Losses none = losses(network, 0, 1, false);
            float[] first = row(rule.gradients(none, network.parameters()));
            float[] second = row(rule.gradients(none, network.parameters()));
            int n = first.length;
            double mean = 0;
            double square = 0;
            double product = 0;
            for (int i = 0; i < n; i++) {
                mean += first[i] / n;
                square += (double) first[i] * first[i] / n;
                product += (double) first[i] * second[i] / n;
            }
            double variance = deviation * deviation;
            // Five standard errors each.
            assertThat(mean).isCloseTo(0, within(5 * deviation / Math.sqrt(n)));
            assertThat(square).isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / n)));
            assertThat(product).isCloseTo(0, within(5 * variance / Math.sqrt(n)));
            assertThat(rule.streams()).containsExactly(stream);
            // The same position gives the same noise: what is saved is enough.
            stream.position(1);
            assertThat(row(rule.gradients(none, network.parameters()))).containsExactly(second);
        }
    }

    @Test
    void impossible_settings_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SampleClipping(0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SampleClipping(1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SampleClipping(1, 1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GaussianNoise(0, new RandomStream("noise", 0), GradientRule.MEAN));
    }

    @Test
    void a_layer_without_a_rule_is_not_passed_over() {
        try (Network network =
                network(Shape.of(2, 4, 4), new SpectralNorm(new Conv(3, 3, 1, 1, true)), new Linear(1, true))) {
            Losses losses = losses(network, 2, 1, false);
            assertThatThrownBy(() -> new SampleClipping(1, 1, 2).gradients(losses, network.parameters()))
                    .hasMessageContaining("0.spectral-conv");
        }
    }
}
