package dev.duello.privacy.audit;

import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;

/**
 * The density ratio attack DOMIAS (van Breugel, Sun, Qian and van der Schaar, 2023, <a
 * href="https://arxiv.org/abs/2302.12580">arXiv:2302.12580</a>, equation 4): a model that overfits is dense where the training
 * data is and the distribution of such data in general is not. Densities are kernel estimates in the first principal
 * components of features.
 */
public final class Domias {
    private static final int COMPONENTS = 16;
    /** Of the mean variance of the reference. */
    private static final double RIDGE = 1e-6;

    private final PrincipalComponents components;
    private final KernelDensity ofGenerated;
    private final KernelDensity ofReference;

    private Domias(PrincipalComponents components, KernelDensity ofGenerated, KernelDensity ofReference) {
        this.components = components;
        this.ofGenerated = ofGenerated;
        this.ofReference = ofReference;
    }

    /**
     * The score of candidates: the logarithm of the ratio of both densities.
     *
     * @param generated features {@code [N, d]} of samples of the model, at least 2
     * @param reference features of other real samples of the distribution or of another model's, at least 2; neither members nor
     *     non-members
     * @param candidates features of members and non-members, in any number of parts
     * @return scores of each part
     * @throws IllegalArgumentException when all reference samples are the same
     */
    public static List<double[]> scores(Tensor generated, Tensor reference, List<Tensor> candidates) {
        try (var _ = TensorScope.open();
                PrincipalComponents components =
                        PrincipalComponents.of(Tensors.concatenate(List.of(generated, reference), 0), COMPONENTS)) {
            double[][] there = components.project(reference);
            double ridge = RIDGE * meanVariance(there);
            Domias attack = new Domias(
                    components,
                    new KernelDensity(components.project(generated), ridge),
                    new KernelDensity(there, ridge));
            return candidates.stream().map(attack::score).toList();
        }
    }

    private static double meanVariance(double[][] rows) {
        double[] mean = Cholesky.mean(rows);
        double sum = 0;
        for (double[] row : rows) {
            for (int i = 0; i < mean.length; i++) {
                sum += (row[i] - mean[i]) * (row[i] - mean[i]);
            }
        }
        return sum / (rows.length - 1) / mean.length;
    }

    private double[] score(Tensor candidates) {
        double[][] places = components.project(candidates);
        double[] scores = ofGenerated.logAt(places);
        double[] reference = ofReference.logAt(places);
        for (int i = 0; i < scores.length; i++) {
            scores[i] -= reference[i];
        }
        return scores;
    }
}
