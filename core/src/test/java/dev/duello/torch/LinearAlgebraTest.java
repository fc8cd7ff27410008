package dev.duello.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LinearAlgebraTest {
    @Test
    void eigenvectors_and_eigenvalues_make_the_matrix_again() {
        try (var _ = TensorScope.open()) {
            Tensor root = new RandomStream("x", 1).normal(Device.CPU, 9, 9).to(DType.FLOAT64);
            Tensor matrix = root.add(root.transpose());
            LinearAlgebra.Eigen eigen = LinearAlgebra.eigen(matrix);
            assertThat(eigen.values().toDoubles()).isSorted();
            assertThat(eigen.vectors()
                            .multiply(eigen.values())
                            .matmul(eigen.vectors().transpose())
                            .toDoubles())
                    .containsExactly(matrix.toDoubles(), within(1e-12));
        }
    }

    @Test
    void singular_values_are_lengths() {
        try (var _ = TensorScope.open()) {
            assertThat(LinearAlgebra.singularValues(Tensors.of(new double[] {0, 3, 0, -5, 0, 0}, 2, 3))
                            .toDoubles())
                    .containsExactly(new double[] {5, 3}, within(1e-15));
        }
    }

    @Test
    void a_product_goes_where_it_is_told() {
        try (var _ = TensorScope.open()) {
            RandomStream random = new RandomStream("x", 1);
            Tensor a = random.normal(Device.CPU, 4, 6).requiresGradient_(true);
            Tensor b = random.normal(Device.CPU, 6, 5);
            Tensor target = Tensors.zeros(Device.CPU, 4, 5);
            LinearAlgebra.product(a, b, target);
            assertThat(target.toFloats()).containsExactly(a.matmul(b).toFloats());
        }
    }
}
