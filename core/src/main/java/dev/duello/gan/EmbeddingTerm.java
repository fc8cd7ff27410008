package dev.duello.gan;

import dev.duello.learn.Latents;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;

/**
 * The distance between generated samples and the mean embedding of the data, as a part of the generator's loss.
 *
 * @param weight that it is multiplied by
 */
record EmbeddingTerm(MeanEmbedding embedding, Latents latents, double weight) {
    /**
     * One number for all samples together.
     *
     * @param fakes {@code [N, C, spatial...]}
     * @param z their latents, {@code [N, shape]}
     */
    Tensor of(Tensor fakes, Tensor z) {
        Tensor rows = latents.classes() == 0
                ? Tensors.zeros(embedding.device(), z.size(0), 1).add(1)
                : latents.classesOf(z);
        return embedding.distance(fakes, rows).multiply(weight);
    }
}
