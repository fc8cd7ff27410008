package dev.duello.nn;

import dev.duello.torch.Tensor;

/** The gradients of one parameter, one for each sample of a batch. */
sealed interface SampleGradients {
    /** The squared Euclidean length of each, {@code [N]}. */
    Tensor squaredNorms();

    /**
     * The sum of all, each multiplied by a factor of its own.
     *
     * @param factors {@code [N]}
     * @return in the parameter's shape
     */
    Tensor sum(Tensor factors);

    /** All of them, {@code [N, parameter's shape]}. */
    Tensor each();

    /** Gradients that are small enough to be held one by one, such as those of a bias: {@code [N, parameter's shape]}. */
    record Held(Tensor each) implements SampleGradients {
        @Override
        public Tensor squaredNorms() {
            return each.square().reshape(each.size(0), -1).sum(1);
        }

        @Override
        public Tensor sum(Tensor factors) {
            long[] shape = each.shape();
            long[] one = new long[shape.length - 1];
            System.arraycopy(shape, 1, one, 0, one.length);
            return factors.reshape(1, -1).matmul(each.reshape(shape[0], -1)).reshape(one);
        }
    }

    /**
     * Gradients of a matrix: the gradient of sample i is {@code sum over t of output[i, t] input[i, t]^T}. They need not be
     * formed, neither for their lengths (Li et al., 2022, <a href="https://arxiv.org/abs/2110.05679">arXiv:2110.05679</a>, equation
     * 2: {@code |G|^2 = sum over t, s of (input_t . input_s) (output_t . output_s)}), nor for their weighted sum, which is one
     * product of matrices (book-keeping; Bu et al., 2023, <a href="https://arxiv.org/abs/2210.00038">arXiv:2210.00038</a>).
     *
     * @param input {@code [groups, N, T, p]}, T being places
     * @param output {@code [groups, N, T, o]}
     * @param form from {@code [any, groups, o, p]} to {@code [any, parameter's shape]}
     */
    record Products(Tensor input, Tensor output, Form form) implements SampleGradients {
        /** How the numbers of matrices lie in a parameter. */
        @FunctionalInterface
        public interface Form {
            Tensor shaped(Tensor matrices);
        }

        @Override
        public Tensor squaredNorms() {
            return isCheaperByPlaces() ? squaredNormsByPlaces() : squaredNormsByMatrices();
        }

        /** Multiplications of both ways: {@code T^2 (p + o)} against {@code T p o}. */
        private boolean isCheaperByPlaces() {
            long p = input.size(3);
            long o = output.size(3);
            return input.size(2) * (p + o) <= p * o;
        }

        Tensor squaredNormsByPlaces() {
            Tensor likeness =
                    input.matmul(input.permute(0, 1, 3, 2)).multiply_(output.matmul(output.permute(0, 1, 3, 2)));
            // Rounding may leave less than nothing.
            return likeness.sum(0, 2, 3).clamp_(0, Double.POSITIVE_INFINITY);
        }

        Tensor squaredNormsByMatrices() {
            return matrices().square().sum(0, 2, 3);
        }

        /** {@code [groups, N, o, p]} */
        private Tensor matrices() {
            return output.permute(0, 1, 3, 2).matmul(input);
        }

        @Override
        public Tensor sum(Tensor factors) {
            Tensor scaled = output.multiply(factors.reshape(1, -1, 1, 1));
            Tensor sum = rows(scaled).permute(0, 2, 1).matmul(rows(input));
            Tensor shaped = form.shaped(sum.reshape(1, sum.size(0), sum.size(1), sum.size(2)));
            long[] shape = shaped.shape();
            long[] one = new long[shape.length - 1];
            System.arraycopy(shape, 1, one, 0, one.length);
            return shaped.reshape(one);
        }

        private static Tensor rows(Tensor values) {
            return values.reshape(values.size(0), values.size(1) * values.size(2), values.size(3));
        }

        @Override
        public Tensor each() {
            return form.shaped(matrices().permute(1, 0, 2, 3));
        }
    }
}
