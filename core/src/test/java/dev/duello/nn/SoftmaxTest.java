package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Autograd;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftmaxTest {
    private static final int CHANNELS = 4;
    private static final int PLACES = 6;
    private static final int COUNT = 3;

    private static Network network(boolean straightThrough, Shape shape) {
        return Network.blank(
                new Architecture(shape, List.of(new Softmax(straightThrough)), Initializer.HE_NORMAL),
                Device.CPU,
                Precision.FP32);
    }

    /** {@code [N, C, P]} to the shares by their definition. */
    private static double[] shares(float[] logits) {
        double[] shares = new double[logits.length];
        for (int n = 0; n < COUNT; n++) {
            for (int place = 0; place < PLACES; place++) {
                double sum = 0;
                for (int c = 0; c < CHANNELS; c++) {
                    sum += Math.exp(logits[(n * CHANNELS + c) * PLACES + place]);
                }
                for (int c = 0; c < CHANNELS; c++) {
                    int at = (n * CHANNELS + c) * PLACES + place;
                    shares[at] = Math.exp(logits[at]) / sum;
                }
            }
        }
        return shares;
    }

    private static Tensor logits(Shape shape) {
        return new RandomStream("logits", 1).normal(Device.CPU, shape.batch(COUNT));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void channels_become_shares_or_the_largest_of_them(boolean straightThrough) {
        for (Shape shape : List.of(Shape.of(CHANNELS, PLACES), Shape.of(CHANNELS, 2, 3))) {
            try (var _ = TensorScope.open();
                    var network = network(straightThrough, shape)) {
                Tensor logits = logits(shape);
                double[] shares = shares(logits.toFloats());
                Tensor result = network.forward(logits, Mode.EVALUATE);
                assertThat(result.shape()).isEqualTo(logits.shape());
                float[] values = result.toFloats();
                for (int i = 0; i < values.length; i++) {
                    if (straightThrough) {
                        assertThat(values[i]).isEqualTo(isLargest(shares, i) ? 1f : 0f);
                    } else {
                        assertThat((double) values[i]).isCloseTo(shares[i], within(1e-6));
                    }
                }
            }
        }
    }

    private static boolean isLargest(double[] shares, int at) {
        int n = at / (CHANNELS * PLACES);
        int place = at % PLACES;
        for (int c = 0; c < CHANNELS; c++) {
            if (shares[(n * CHANNELS + c) * PLACES + place] > shares[at]) {
                return false;
            }
        }
        return true;
    }

    /** d(sum w p)/dx = p (w - sum w p), whichever goes forward. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_gradient_is_that_of_the_shares(boolean straightThrough) {
        Shape shape = Shape.of(CHANNELS, PLACES);
        try (var _ = TensorScope.open();
                var network = network(straightThrough, shape)) {
            Tensor logits = logits(shape).requiresGradient_(true);
            Tensor weights = new RandomStream("weights", 2).normal(Device.CPU, shape.batch(COUNT));
            Tensor loss =
                    network.forward(logits, Mode.EVALUATE).multiply(weights).sum();
            float[] gradient =
                    Autograd.gradients(loss, List.of(logits), false).getFirst().toFloats();

            double[] p = shares(logits.detach().toFloats());
            float[] w = weights.toFloats();
            for (int i = 0; i < p.length; i++) {
                int start = i / (CHANNELS * PLACES) * CHANNELS * PLACES + i % PLACES;
                double mean = 0;
                for (int c = 0; c < CHANNELS; c++) {
                    mean += p[start + c * PLACES] * w[start + c * PLACES];
                }
                assertThat((double) gradient[i]).isCloseTo(p[i] * (w[i] - mean), within(1e-6));
            }
        }
    }

    @Test
    void large_logits_do_not_overflow() {
        try (var _ = TensorScope.open();
                var network = network(false, Shape.of(2, 1))) {
            float[] shares = network.forward(Tensors.of(new float[] {1000, 999}, 1, 2, 1), Mode.EVALUATE)
                    .toFloats();
            assertThat((double) shares[0]).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-6));
        }
    }
}
