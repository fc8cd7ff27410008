package dev.duello.explain;

import dev.duello.learn.Model;
import dev.duello.learn.NetworkView;
import dev.duello.nn.Architecture;
import dev.duello.nn.ClassEmbedding;
import dev.duello.torch.DType;
import dev.duello.torch.GradientMode;
import dev.duello.torch.LinearAlgebra;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * Closed-form factorization of a generator's first weights (SeFa; Shen and Zhou, 2021): the directions in which the first
 * affine map changes its outputs most, which are the eigenvectors of {@code A^T A}. No sample is looked at.
 */
final class Sefa {
    private Sefa() {}

    /** @throws ExplainException when the generator does not begin with an affine map */
    static List<LatentDirection> of(Model model, int count) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            return ofMatrix(normalized(firstMap(model)), count);
        }
    }

    /**
     * What the first layer with weights does to each axis of the noise, read by sending the axes through it: whatever kind of
     * layer it is.
     *
     * @return {@code [noise, outputs]} float64
     */
    static Tensor firstMap(Model model) {
        NetworkView view = Generators.view(model);
        int noise = Generators.noise(model);
        int end = affineEnd(view);
        // The class is that of any latent, the same in all rows: it falls out with the offset.
        Tensor base = model.latents(1, new RandomStream("sefa", 0)).reshape(1, -1);
        Tensor rest = base.narrow(1, noise, base.size(1) - noise);
        double[] axes = new double[(noise + 2) * noise];
        for (int i = 0; i < noise; i++) {
            axes[(i + 1) * noise + i] = 1;
        }
        // The last row is twice the first axis, to see whether the map is affine at all.
        axes[(noise + 1) * noise] = 2;
        Tensor rows = Tensors.of(axes, noise + 2, noise).to(DType.FLOAT32).toDeviceOf(base);
        Tensor latents = Tensors.concatenate(List.of(rows, rest.expand(noise + 2, base.size(1) - noise)), 1);
        Tensor out = view.before(latents, end).reshape(noise + 2, -1).to(DType.FLOAT64);
        Tensor map = out.narrow(0, 1, noise + 1).subtract(out.narrow(0, 0, 1));
        double bend = map.narrow(0, noise, 1)
                .subtract(map.narrow(0, 0, 1).multiply(2))
                .square()
                .sum()
                .item();
        if (bend > 1e-4 * map.narrow(0, 0, 1).square().sum().item()) {
            throw new ExplainException(
                    "This generator does not begin with a layer that is linear in its latent, which SeFa"
                            + " needs. Use --method ganspace.");
        }
        return map.narrow(0, 0, noise);
    }

    /** Layers up to and with the first that has weights, not counting what only reads the class. */
    static int affineEnd(NetworkView view) {
        List<Architecture.Placed> placed = view.network().architecture().placed();
        for (int i = 0; i < placed.size(); i++) {
            if (!(placed.get(i).layer() instanceof ClassEmbedding)
                    && !placed.get(i).parameters().isEmpty()) {
                return i + 1;
            }
        }
        throw new ExplainException("This generator has no layer with weights.");
    }

    /** Every column, which is one output, at length 1, as the reference does: outputs with large weights do not count more. */
    static Tensor normalized(Tensor map) {
        return map.divide(map.square().sum(0L).sqrt().add(1e-12).reshape(1, -1));
    }

    /** @param map {@code [noise, outputs]} */
    static List<LatentDirection> ofMatrix(Tensor map, int count) {
        int noise = Math.toIntExact(map.size(0));
        LinearAlgebra.Eigen eigen = LinearAlgebra.eigen(map.matmul(map.transpose()));
        double[] values = eigen.values().toDoubles();
        double[] vectors = eigen.vectors().transpose().contiguous().toDoubles();
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        List<LatentDirection> found = new ArrayList<>();
        for (int rank = 0; rank < Math.min(count, noise); rank++) {
            // Eigenvalues ascend.
            int row = noise - 1 - rank;
            found.add(new LatentDirection("sefa-" + (rank + 1), Vectors.row(vectors, noise, row), values[row] / sum));
        }
        return found;
    }
}
