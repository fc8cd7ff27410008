package dev.duello;

import dev.duello.torch.TensorScope;
import java.util.function.ToDoubleFunction;

/** Gradients by central differences. */
public final class Differences {
    private Differences() {}

    /** For functions computed in float64. */
    public static double[] of(double[] at, ToDoubleFunction<double[]> function) {
        return of(at, 1e-6, function);
    }

    /** With a step of one's own: one that rounding does not drown. */
    public static double[] of(double[] at, double step, ToDoubleFunction<double[]> function) {
        double[] result = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            try (var _ = TensorScope.open()) {
                double[] up = at.clone();
                double[] down = at.clone();
                up[i] += step;
                down[i] -= step;
                result[i] = (function.applyAsDouble(up) - function.applyAsDouble(down)) / (2 * step);
            }
        }
        return result;
    }
}
