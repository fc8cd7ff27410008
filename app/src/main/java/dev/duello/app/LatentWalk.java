package dev.duello.app;

import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks from latent to latent along great circles (White, Sampling Generative Networks, 2016): Gaussian latents of many
 * dimensions all lie near one sphere, and a straight line would cut through its inside, where the generator was never trained.
 */
final class LatentWalk {
    private LatentWalk() {}

    /**
     * @param latents {@code [N + 1, L]}
     * @param steps at least 2; the first of a stretch is its beginning, the last its end
     * @return {@code [N * steps, L]}, which belongs to the open scope
     */
    static Tensor through(Tensor latents, int steps) {
        List<Tensor> points = new ArrayList<>();
        for (int i = 0; i + 1 < latents.size(0); i++) {
            Tensor from = latents.narrow(0, i, 1);
            Tensor to = latents.narrow(0, i + 1, 1);
            double angle = angle(from, to);
            for (int step = 0; step < steps; step++) {
                points.add(between(from, to, angle, (double) step / (steps - 1)));
            }
        }
        return Tensors.concatenate(points, 0);
    }

    private static Tensor between(Tensor from, Tensor to, double angle, double share) {
        double sine = Math.sin(angle);
        // Latents in one line have no great circle between them, or too many.
        boolean straight = sine < 1e-4;
        double near = straight ? 1 - share : Math.sin((1 - share) * angle) / sine;
        double far = straight ? share : Math.sin(share * angle) / sine;
        return from.multiply(near).add(to.multiply(far));
    }

    private static double angle(Tensor from, Tensor to) {
        try (var _ = TensorScope.open()) {
            double product = from.multiply(to).sum().item();
            double lengths =
                    Math.sqrt(from.square().sum().item() * to.square().sum().item());
            return Math.acos(Math.clamp(product / lengths, -1, 1));
        }
    }
}
