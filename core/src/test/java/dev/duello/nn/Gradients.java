package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.Differences;
import dev.duello.torch.Autograd;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.List;

/** Gradients of whole networks against finite differences. */
final class Gradients {
    private Gradients() {}

    /** A network whose parameters are all random, those that start at zero as well. */
    static Network random(Shape input, Layer... layers) {
        return random(new Architecture(input, List.of(layers), Initializer.LECUN_NORMAL));
    }

    static Network random(Architecture architecture) {
        var network = Network.blank(architecture, Device.CPU, Precision.FP32);
        RandomStream random = new RandomStream("parameters", 1);
        try (var _ = GradientMode.off()) {
            Tensor all = network.parameters().trained();
            all.copyFrom_(random.normal(Device.CPU, all.shape()).multiply(0.5));
            Tensor statistics = network.parameters().statistics();
            statistics.copyFrom_(random.uniform(Device.CPU, 0.5, 1.5, statistics.shape()));
        }
        return network;
    }

    /**
     * Checks the gradient of {@code sum(output * direction)} in the input and in every parameter. Networks compute in float32:
     * with steps of 0.01 both rounding and curvature stay below some thousandths.
     */
    static void check(Network network, Tensor input, Mode mode) {
        check(network, input, ForwardPass.of(mode, DType.FLOAT32));
    }

    static void check(Network network, Tensor input, ForwardPass pass) {
        Tensor watched = input.copy().requiresGradient_(true);
        Tensor output = network.forward(watched, pass);
        Tensor direction = new RandomStream("direction", 1).normal(Device.CPU, output.shape());
        List<Tensor> wanted = new ArrayList<>(List.of(watched));
        wanted.addAll(network.parameters().trainedViews());
        List<Tensor> found = Autograd.gradients(output.multiply(direction).sum(), wanted, false);
        double[] weights = direction.toDoubles();
        compare("input", found.getFirst(), Differences.of(input.toDoubles(), 0.01, moved -> {
            return weighted(network, Tensors.of(floats(moved), input.shape()), pass, weights);
        }));
        for (int i = 0; i < network.parameters().trainedViews().size(); i++) {
            Tensor parameter = network.parameters().trainedViews().get(i);
            float[] before = parameter.toFloats();
            double[] expected = Differences.of(parameter.toDoubles(), 0.01, moved -> {
                set(parameter, floats(moved));
                return weighted(network, input, pass, weights);
            });
            set(parameter, before);
            compare("parameter " + i, found.get(i + 1), expected);
        }
    }

    private static void compare(String what, Tensor found, double[] expected) {
        double largest = 0;
        for (double each : expected) {
            largest = Math.max(largest, Math.abs(each));
        }
        assertThat(largest).as("gradient of %s", what).isGreaterThan(0.01);
        assertThat(found.toDoubles()).as(what).containsExactly(expected, within(0.005 * Math.max(1, largest)));
    }

    private static double weighted(Network network, Tensor input, ForwardPass pass, double[] weights) {
        try (var _ = GradientMode.off()) {
            double[] output = network.forward(input, pass).toDoubles();
            double sum = 0;
            for (int i = 0; i < output.length; i++) {
                sum += output[i] * weights[i];
            }
            return sum;
        }
    }

    private static void set(Tensor parameter, float[] values) {
        try (var _ = GradientMode.off()) {
            parameter.copyFrom_(Tensors.of(values, parameter.shape()));
        }
    }

    private static float[] floats(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }
}
