package dev.duello.autoencoder.variational;

import dev.duello.nn.Activation;
import dev.duello.nn.ForwardPass;
import dev.duello.nn.Layer;
import dev.duello.nn.Network;
import dev.duello.nn.Rescale;
import dev.duello.nn.Reshape;
import dev.duello.torch.Tensor;
import java.util.List;

/**
 * Where a decoder that ends in a bounded function has logits: before it. A probability that was computed first would be rounded to
 * 0 or 1, and have no gradient there.
 *
 * @param layers that lead to the logits
 * @param factor of what they give
 */
record DecoderOutput(int layers, double factor) {
    /**
     * @param layers of a decoder
     * @throws IllegalArgumentException when it ends otherwise than a bounded generator does
     */
    static DecoderOutput logits(List<Layer> layers) {
        int count = layers.size();
        if (layers.getLast().equals(Activation.TANH)) {
            // (1 + tanh a) / 2 is the sigmoid of 2 a.
            return new DecoderOutput(count - 1, 2);
        }
        if (count > 3
                && layers.get(count - 3).equals(Activation.SIGMOID)
                && layers.get(count - 2).equals(new Rescale(2, -1))
                && layers.getLast() instanceof Reshape) {
            return new DecoderOutput(count - 3, 1);
        }
        throw new IllegalArgumentException("a decoder that ends in " + layers.getLast() + " has no logits");
    }

    /** The logits, in the shape of samples. */
    Tensor of(Network decoder, Tensor latents, ForwardPass pass) {
        long[] shape = decoder.architecture().output().batch(Math.toIntExact(latents.size(0)));
        Tensor before = decoder.forward(latents, pass, 0, layers);
        return before.multiply(factor).reshape(shape);
    }
}
