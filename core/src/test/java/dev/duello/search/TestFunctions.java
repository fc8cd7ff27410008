package dev.duello.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Functions with known minima: Dixon and Szegö 1978, and the multi-fidelity form of Hartmann's of Pfisterer et al. 2022. */
final class TestFunctions {
    private static final double[] ALPHA = {1.0, 1.2, 3.0, 3.2};
    private static final double[][] A3 = {{3, 10, 30}, {0.1, 10, 35}, {3, 10, 30}, {0.1, 10, 35}};
    private static final double[][] P3 = {{3689, 1170, 2673}, {4699, 4387, 7470}, {1091, 8732, 5547}, {381, 5743, 8828}
    };
    private static final double[][] A6 = {
        {10, 3, 17, 3.5, 1.7, 8}, {0.05, 10, 17, 0.1, 8, 14}, {3, 3.5, 1.7, 10, 17, 8}, {17, 8, 0.05, 10, 0.1, 14}
    };
    private static final double[][] P6 = {
        {1312, 1696, 5569, 124, 8283, 5886},
        {2329, 4135, 8307, 3736, 1004, 9991},
        {2348, 1451, 3522, 2883, 3047, 6650},
        {4047, 8828, 8732, 5743, 1091, 381}
    };
    /** Of the fidelity "good". */
    private static final double BIAS = 2.5;

    private static final double NOISE = 2;

    private TestFunctions() {}

    static double minimum(int dimensions) {
        return dimensions == 2 ? 0.397887 : dimensions == 3 ? -3.86278 : -3.32237;
    }

    static Space space(int dimensions) {
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < dimensions; i++) {
            double low = dimensions == 2 && i == 0 ? -5 : 0;
            double high = dimensions > 2 ? 1 : i == 0 ? 10 : 15;
            parameters.add(new Parameter("x" + i, new Parameter.Numbers(low, high, false, false), null));
        }
        return new Space(parameters);
    }

    /** Branin's function of two numbers, Hartmann's of three or six. */
    static double value(Map<String, Double> point) {
        double[] x = new double[point.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = point.get("x" + i);
        }
        return x.length == 2 ? branin(x[0], x[1]) : hartmann(x, 0);
    }

    /** The same seen through a length of 1 to 100: biased and noisy, less so the longer. */
    static double value(Map<String, Double> point, double length, RandomGenerator random) {
        double[] x = new double[point.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = point.get("x" + i);
        }
        double missing = 1 - Math.log(length) / Math.log(100);
        return hartmann(x, BIAS * missing) + Math.abs(random.nextGaussian()) * NOISE * missing;
    }

    private static double branin(double x, double y) {
        double square = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
        return square * square + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
    }

    private static double hartmann(double[] x, double bias) {
        double[][] a = x.length == 3 ? A3 : A6;
        double[][] p = x.length == 3 ? P3 : P6;
        double sum = 0;
        for (int i = 0; i < ALPHA.length; i++) {
            double distance = 0;
            for (int j = 0; j < x.length; j++) {
                double difference = x[j] - 1e-4 * p[i][j];
                distance += a[i][j] * difference * difference;
            }
            sum += (ALPHA[i] - bias) * Math.exp(-distance);
        }
        return -sum;
    }
}
