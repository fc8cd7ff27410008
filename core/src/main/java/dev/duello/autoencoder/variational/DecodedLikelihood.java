package dev.duello.autoencoder.variational;

import dev.duello.learn.Latents;
import dev.duello.nn.Architecture;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Tape;
import dev.duello.torch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What samples cost given latents: a reconstruction term around what a decoder makes of them.
 *
 * @param latents how noise and class lie in a latent
 * @param logits where the decoder has them; null when the term is not of logits
 */
record DecodedLikelihood(
        Reconstruction reconstruction,
        Latents latents,
        @Nullable DecoderOutput logits) {
    /** Of a decoder whose classes the latents know. */
    static DecodedLikelihood of(Reconstruction reconstruction, Latents latents, Architecture decoder) {
        return new DecodedLikelihood(
                reconstruction,
                latents,
                reconstruction == Reconstruction.BERNOULLI ? DecoderOutput.logits(decoder.layers()) : null);
    }

    /**
     * What {@link #nats} takes.
     *
     * @param z {@code [N, latent shape]}
     * @return {@code [N, C, spatial...]}
     */
    Tensor outputs(Network decoder, Tensor z, Mode mode, @Nullable Tape tape) {
        return logits == null
                ? latents.generate(decoder, z, mode, tape)
                : logits.of(decoder, latents.noiseOf(z), decoder.pass(mode, latents.namedInputs(z), tape));
    }

    /** See {@link Reconstruction#nats}. */
    Tensor nats(Tensor samples, Tensor outputs, double variance) {
        return reconstruction.nats(samples, outputs, variance);
    }
}
