package dev.duello.learn;

/** What of a {@link Model} can be used by itself, see {@link Model#part}. */
public enum ModelPart {
    /**
     * From latents {@code [N, latent]}, and the input {@code class} {@code [N, classes]} where it knows classes, to samples; of a
     * {@link Translator} from the input {@code source}, and latents where it draws noise.
     */
    GENERATOR,
    /** From samples {@code [N, C, spatial...]} to logits {@code [N, 1]}, or {@code [N, classes]} where it knows classes. */
    DISCRIMINATOR,
    /** From samples {@code [N, C, spatial...]} to latents that the generator takes. */
    ENCODER,
    /** From samples {@code [N, C, spatial...]} to the logits of their classes, {@code [N, classes]}. */
    CLASSIFIER
}
