package dev.duello.explain;

import dev.duello.learn.Model;
import dev.duello.learn.NetworkView;
import dev.duello.nn.Activation;
import dev.duello.nn.Layer;
import dev.duello.nn.Parallel;
import dev.duello.torch.DType;
import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * Principal components of the activations of a generator's first block, carried back to the latent by regression (GANSpace;
 * Härkönen et al., 2020, section 3): the latent directions along which the activations of samples vary most.
 */
final class Ganspace {
    private static final int SAMPLES = 10_000;
    private static final int FEWEST = 1_000;
    /** Numbers of all activations together. */
    private static final long MOST = 1L << 26;

    private static final int BATCH = 500;

    private Ganspace() {}

    static List<LatentDirection> of(Model model, int count) {
        NetworkView view = Generators.view(model);
        int noise = Generators.noise(model);
        int end = blockEnd(view);
        RandomStream random = new RandomStream("ganspace", 0);
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            List<Tensor> latents = new ArrayList<>();
            List<Tensor> activations = new ArrayList<>();
            int samples = SAMPLES;
            for (int done = 0; done < samples; done += BATCH) {
                Tensor some = model.latents(BATCH, random).reshape(BATCH, -1);
                latents.add(some.narrow(1, 0, noise));
                try (var _ = TensorScope.open()) {
                    activations.add(view.before(some, end).reshape(BATCH, -1).keep());
                }
                samples = Math.clamp(MOST / activations.getFirst().size(1), FEWEST, SAMPLES);
            }
            activations.forEach(Tensor::handOver);
            try (TopComponents components =
                    TopComponents.of(Tensors.concatenate(activations, 0), Math.min(count, noise), random)) {
                return regressed(
                        components.coordinates(),
                        components.shares(),
                        Tensors.concatenate(latents, 0).to(DType.FLOAT64));
            }
        }
    }

    /** Layers up to and with the first activation after the first weights, or the first block of branches. */
    private static int blockEnd(NetworkView view) {
        List<Layer> layers = view.network().architecture().layers();
        for (int i = Sefa.affineEnd(view) - 1; i < layers.size(); i++) {
            if (layers.get(i) instanceof Activation || layers.get(i) instanceof Parallel) {
                return i + 1;
            }
        }
        return Sefa.affineEnd(view);
    }

    /** The least squares of latents on coordinates, which are uncorrelated and of variance 1: the mean of their products. */
    private static List<LatentDirection> regressed(Tensor coordinates, double[] shares, Tensor latents) {
        Tensor centered = latents.subtract(latents.mean(0L));
        double[] rows = coordinates
                .transpose()
                .matmul(centered.toDeviceOf(coordinates))
                .contiguous()
                .toDoubles();
        List<LatentDirection> found = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            found.add(new LatentDirection(
                    "ganspace-" + (i + 1), Vectors.unit(Vectors.row(rows, (int) latents.size(1), i)), shares[i]));
        }
        return found;
    }
}
