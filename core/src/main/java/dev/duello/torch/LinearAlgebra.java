package dev.duello.torch;

import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.global.torch;

/** Matrix decompositions, and products into memory that is already there. Nothing here is differentiated. */
public final class LinearAlgebra {
    private LinearAlgebra() {}

    /**
     * A symmetric matrix as {@code vectors * diag(values) * vectors^T}.
     *
     * @param values {@code [d]}, ascending
     * @param vectors {@code [d, d]}, orthonormal, one a column
     */
    public record Eigen(Tensor values, Tensor vectors) {}

    /**
     * Eigenvalues and eigenvectors.
     *
     * @param symmetric {@code [d, d]}; only the lower triangle is read
     * @throws TorchException when they cannot be found, as for a matrix with infinite elements
     */
    public static Eigen eigen(Tensor symmetric) {
        try (var _ = GradientMode.off()) {
            T_TensorTensor_T found = torch.linalg_eigh(symmetric.handle);
            return new Eigen(owner(found.get0()), owner(found.get1()));
        } catch (RuntimeException e) {
            throw new TorchException("No eigenvalues could be found of " + symmetric + ".", e);
        }
    }

    /**
     * The singular values of a matrix, descending.
     *
     * @param matrix {@code [m, n]}
     * @return {@code [min(m, n)]}
     * @throws TorchException when they cannot be found, as for a matrix with infinite elements
     */
    public static Tensor singularValues(Tensor matrix) {
        try (var _ = GradientMode.off()) {
            return new Tensor(torch.linalg_svdvals(matrix.handle));
        } catch (RuntimeException e) {
            throw new TorchException("No singular values could be found of " + matrix + ".", e);
        }
    }

    /**
     * {@code target = a * b}, for loops that would spend their time on fresh memory. The calling thread alone computes it,
     * so several threads may, each into its own target.
     *
     * @param a {@code [m, k]}
     * @param b {@code [k, n]}, of the same type
     * @param target {@code [m, n]}, of the same type, row-major
     */
    public static void product(Tensor a, Tensor b, Tensor target) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            torch.mm_out(target.handle, a.handle, b.handle);
        }
    }

    /** An element of a tuple is borrowed from it; the copy constructor makes an owner. */
    private static Tensor owner(org.bytedeco.pytorch.Tensor borrowed) {
        return new Tensor(new org.bytedeco.pytorch.Tensor(borrowed));
    }
}
