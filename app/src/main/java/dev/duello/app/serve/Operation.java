package dev.duello.app.serve;

import dev.duello.learn.Weights;
import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import dev.duello.train.TrainedModel;
import dev.duello.train.TrainingException;
import org.jspecify.annotations.Nullable;

/**
 * What is computed of rows, each by itself. Rows of equal operations can be computed together. The first axis of the
 * result is that of the rows.
 */
sealed interface Operation {
    /** @param rows {@code [N, ...]} */
    Tensor apply(TrainedModel model, Tensor rows);

    /** Samples of latents, as they are stored: uint8 {@code [N, H, W, C]} of images. */
    record Stored() implements Operation {
        @Override
        public Tensor apply(TrainedModel model, Tensor latents) {
            return model.format().toStored(model.model().sample(latents, Weights.AVERAGE));
        }
    }

    /** Samples of latents as networks make them: float32 {@code [N, C, spatial...]} in [-1, 1]. */
    record Samples() implements Operation {
        @Override
        public Tensor apply(TrainedModel model, Tensor latents) {
            return model.model().sample(latents, Weights.AVERAGE);
        }
    }

    /**
     * The discriminator's probabilities that samples {@code [N, C, spatial...]} are real: float32 {@code [N]}.
     *
     * @param label of the class as which they are scored, or null for the one that suits each best
     */
    record Score(@Nullable Integer label) implements Operation {
        @Override
        public Tensor apply(TrainedModel model, Tensor samples) {
            var critic = model.model()
                    .critic()
                    .orElseThrow(() -> new TrainingException("It has no discriminator to score images with."));
            Tensor logits = label == null ? critic.logits(samples) : critic.logits(samples, label);
            return Functions.sigmoid(logits);
        }
    }

    /** Latents {@code [N, latent]} of samples {@code [N, C, spatial...]}: float32. */
    record Encode() implements Operation {
        @Override
        public Tensor apply(TrainedModel model, Tensor samples) {
            return model.model()
                    .encoder()
                    .orElseThrow(() -> new TrainingException("It has no encoder to find the latents of images with."))
                    .encode(samples, Weights.AVERAGE);
        }
    }
}
