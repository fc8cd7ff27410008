package dev.duello.metric;

import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;

/** Float32 features for tests. */
final class Clouds {
    private Clouds() {}

    static Tensor normal(String name, long rows, long width) {
        return new RandomStream(name, 1).normal(Device.CPU, rows, width);
    }

    /** Gaussian modes on a line: row i belongs to mode {@code i % modes}. */
    static Tensor modes(String name, int rows, int width, int modes) {
        float[] values = normal(name, rows, width).toFloats();
        for (int i = 0; i < rows; i++) {
            values[i * width] += 30 * (i % modes);
        }
        return Tensors.of(values, rows, width);
    }

    static Tensor constant(double value, long rows, long width) {
        return Tensors.zeros(Device.CPU, rows, width).add_(value);
    }

    static Tensor withNaN(Tensor features) {
        float[] values = features.toFloats();
        values[values.length / 2] = Float.NaN;
        return Tensors.of(values, features.shape());
    }
}
