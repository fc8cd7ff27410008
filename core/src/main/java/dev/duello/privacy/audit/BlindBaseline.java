package dev.duello.privacy.audit;

import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;

/**
 * How well members can be told from non-members without any model, by a linear discriminant (Fisher, 1936) that learns from half
 * of both and is tested on the other half. An area above one half means that the two sets are of different distributions, and
 * that attacks may find that difference and no membership (Das, Zhang and Tramer, 2024, <a
 * href="https://arxiv.org/abs/2406.16201">arXiv:2406.16201</a>).
 */
public final class BlindBaseline {
    private static final int COMPONENTS = 16;
    private static final double RIDGE = 1e-9;

    private BlindBaseline() {}

    /**
     * @param members features {@code [N, d]}
     * @param nonMembers features {@code [M, d]}
     * @throws IllegalArgumentException when a side has fewer than four, or all are the same
     */
    public static RocCurve of(Tensor members, Tensor nonMembers) {
        try (var _ = TensorScope.open();
                PrincipalComponents components =
                        PrincipalComponents.of(Tensors.concatenate(List.of(members, nonMembers), 0), COMPONENTS)) {
            double[][] in = components.project(members);
            double[][] out = components.project(nonMembers);
            if (in.length < 4 || out.length < 4) {
                throw new IllegalArgumentException("There must be at least four members and four non-members.");
            }
            double[] direction = discriminant(half(in, 0), half(out, 0));
            return RocCurve.of(along(direction, half(in, 1)), along(direction, half(out, 1)));
        }
    }

    /** Every second row. */
    private static double[][] half(double[][] rows, int first) {
        double[][] some = new double[(rows.length - first + 1) / 2][];
        for (int i = 0; i < some.length; i++) {
            some[i] = rows[2 * i + first];
        }
        return some;
    }

    private static double[] discriminant(double[][] in, double[][] out) {
        double[] meanIn = Cholesky.mean(in);
        double[] meanOut = Cholesky.mean(out);
        double[][] within = new double[in.length + out.length][];
        double[] difference = new double[meanIn.length];
        double scale = 0;
        for (int k = 0; k < difference.length; k++) {
            difference[k] = meanIn[k] - meanOut[k];
        }
        for (int i = 0; i < within.length; i++) {
            within[i] = i < in.length ? minus(in[i], meanIn) : minus(out[i - in.length], meanOut);
            for (double value : within[i]) {
                scale += value * value / within.length;
            }
        }
        return Cholesky.ofCovariance(within, RIDGE * scale).solve(difference);
    }

    private static double[] minus(double[] row, double[] mean) {
        double[] result = row.clone();
        for (int k = 0; k < mean.length; k++) {
            result[k] -= mean[k];
        }
        return result;
    }

    private static double[] along(double[] direction, double[][] rows) {
        double[] scores = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < direction.length; k++) {
                scores[i] += direction[k] * rows[i][k];
            }
        }
        return scores;
    }
}
