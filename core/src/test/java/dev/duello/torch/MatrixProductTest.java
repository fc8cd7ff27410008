package dev.duello.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Without a linked BLAS, libtorch fails in the first matrix product, or falls back to one that is wrong or very slow. */
class MatrixProductTest {
    @Test
    void products_equal_three_loops() {
        int m = 67;
        int k = 129;
        int n = 43;
        try (var _ = TensorScope.open()) {
            RandomStream random = new RandomStream("matrices", 1);
            Tensor a = random.normal(Device.CPU, m, k);
            Tensor b = random.normal(Device.CPU, k, n);
            Tensor bias = random.normal(Device.CPU, n);
            float[] x = a.toFloats();
            float[] y = b.toFloats();
            float[] offset = bias.toFloats();
            float[] expected = new float[m * n];
            float[] shifted = new float[m * n];
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = 0;
                    for (int l = 0; l < k; l++) {
                        sum += (double) x[i * k + l] * y[l * n + j];
                    }
                    expected[i * n + j] = (float) sum;
                    shifted[i * n + j] = (float) (sum + offset[j]);
                }
            }
            assertThat(a.matmul(b).toFloats()).containsExactly(expected, within(1e-4f));
            assertThat(b.transpose().matmul(a.transpose()).transpose().toFloats())
                    .containsExactly(expected, within(1e-4f));
            assertThat(Functions.linear(a, b.transpose(), bias).toFloats()).containsExactly(shifted, within(1e-4f));
            assertThat(Functions.linear(a.to(DType.FLOAT64), b.transpose().to(DType.FLOAT64), null)
                            .toFloats())
                    .containsExactly(expected, within(1e-5f));
        }
    }

    @Test
    void a_large_product_is_fast() {
        int side = 1024;
        try (var _ = TensorScope.open()) {
            Tensor a = new RandomStream("matrices", 1).normal(Device.CPU, side, side);
            a.matmul(a);
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                long start = System.nanoTime();
                a.matmul(a).sum().item();
                best = Math.min(best, System.nanoTime() - start);
            }
            // A BLAS takes tens of milliseconds on one core, three loops some seconds.
            assertThat(best).isLessThan(600_000_000L);
        }
    }
}
