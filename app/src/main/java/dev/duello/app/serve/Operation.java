package dev.duello.app.serve;

import dev.duello.learn.Translator;
import dev.duello.learn.Weights;
import dev.duello.torch.DType;
import dev.duello.torch.Functions;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import dev.duello.train.TrainedModel;
import dev.duello.train.TrainingException;
import java.util.ArrayList;
import java.util.List;
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
     * What a translator makes of sources in [-1, 1], each with the noise of the seed 0, which has the same result whatever stands beside
     * it. Rows are sources {@code [N, C, H, W]}; where the translator knows classes {@code [N, C H W + 1]}, the label behind each source.
     *
     * @param stored whether as images are stored, uint8 {@code [N, H, W, C]}, or float32 {@code [N, C, H, W]} in [-1, 1]
     */
    record Translated(boolean stored) implements Operation {
        @Override
        public Tensor apply(TrainedModel model, Tensor rows) {
            Translator translator = model.translator();
            long numbers = translator.sourceShape().elements();
            Tensor made = translator.classes() == 0
                    ? translated(translator, rows, null)
                    : translated(
                            translator,
                            rows.narrow(1, 0, numbers)
                                    .reshape(translator.sourceShape().batch(rows.size(0))),
                            rows.narrow(1, numbers, 1).reshape(rows.size(0)).to(DType.INT64));
            return stored ? model.format().toStored(made) : made.clamp_(-1, 1);
        }

        private static Tensor translated(Translator translator, Tensor sources, @Nullable Tensor labels) {
            List<Tensor> rows = new ArrayList<>();
            long some = translator.isRandom() ? 1 : sources.size(0);
            for (long row = 0; row < sources.size(0); row += some) {
                rows.add(translator.translate(
                        sources.narrow(0, row, some),
                        labels == null ? null : labels.narrow(0, row, some),
                        new RandomStream("translation", 0),
                        Weights.AVERAGE));
            }
            return rows.size() == 1 ? rows.getFirst() : Tensors.concatenate(rows, 0);
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
