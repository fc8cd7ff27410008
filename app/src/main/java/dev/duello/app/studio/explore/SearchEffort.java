package dev.duello.app.studio.explore;

import dev.duello.explain.Inversion;
import dev.duello.learn.Model;
import dev.duello.learn.Weights;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;

/** How long to search for the latent of a photo while somebody waits. */
final class SearchEffort {
    private static final double SECONDS = 10;
    private static final int TRIED = 32;
    private static final int LOOKS = 8;
    /** A step of the search, with gradients, takes so many times as long as making the sample. */
    private static final double STEP = 3.5;
    /** Samples that are made before the search. */
    private static final int POOL = 1_000;

    private static final int FEWEST_STEPS = 100;

    private SearchEffort() {}

    /** As much as fits into about ten seconds on this machine, at most what the command takes: fewer starts first, then fewer steps. */
    static Inversion.Effort of(Model model) {
        try (var _ = TensorScope.open()) {
            Tensor latents = model.latents(TRIED, new RandomStream("effort", 0));
            // The first look is slow on any machine; on a busy one, each takes another time.
            long start = 0;
            for (int look = 0; look <= LOOKS; look++) {
                start = look == 1 ? System.nanoTime() : start;
                try (var _ = TensorScope.open()) {
                    model.sample(latents, Weights.AVERAGE);
                }
            }
            return fitting((System.nanoTime() - start) / 1e9 / LOOKS / TRIED);
        }
    }

    /** @param sample seconds that one sample takes */
    static Inversion.Effort fitting(double sample) {
        int most = Inversion.Effort.DEFAULT.steps();
        double steps = Math.max(0, SECONDS / sample - POOL) / STEP;
        int starts = (int) Math.clamp(steps / most, 1, Inversion.Effort.DEFAULT.starts());
        return new Inversion.Effort(starts, (int) Math.clamp(steps / starts, FEWEST_STEPS, most));
    }
}
