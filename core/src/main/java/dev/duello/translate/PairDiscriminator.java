package dev.duello.translate;

import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;

/**
 * A discriminator that sees an image together with what it was made from, so that it judges whether they belong together.
 *
 * @param factor by which sources are enlarged to the size of images
 */
record PairDiscriminator(Network network, int factor) {
    /** The logits of patches, {@code [N, 1, h, w]}. */
    Tensor logits(Condition from, Tensor images) {
        Tensor large = factor == 1 ? from.sources() : Functions.enlarge2d(from.sources(), factor);
        return network.forward(
                Tensors.concatenate(List.of(large, images), 1), network.pass(Mode.TRAIN, from.ofClass(), null));
    }
}
