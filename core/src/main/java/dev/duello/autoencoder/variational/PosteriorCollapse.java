package dev.duello.autoencoder.variational;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.learn.Alert;
import java.util.List;

/**
 * Tells when the latents no longer depend on the samples, so that the decoder ignores them. Two readings in a row have to show it,
 * since many trainings begin so and come out of it.
 */
final class PosteriorCollapse {
    /** A latent number whose mean varies less over samples is inactive (Burda et al., 2016, section 5.2). */
    private static final double ACTIVE = 0.01;

    /** Fewer active ones than this share of all are a collapse; a decoder needs few, and the others go out by themselves. */
    private static final double SHARE = 0.05;

    private static final int READINGS = 2;

    private final int latent;
    private final int samples;
    private int collapsed;

    /**
     * @param latent length of a latent
     * @param samples that are looked at
     */
    PosteriorCollapse(int latent, int samples) {
        this.latent = latent;
        this.samples = samples;
    }

    /**
     * How many latent numbers depend on the samples.
     *
     * @param means of the posteriors, one row a sample
     * @param latent length of a row
     */
    static int activeUnits(double[] means, int latent) {
        int rows = means.length / latent;
        int active = 0;
        for (int column = 0; column < latent; column++) {
            double sum = 0;
            double squares = 0;
            for (int row = 0; row < rows; row++) {
                double value = means[row * latent + column];
                sum += value;
                squares += value * value;
            }
            double mean = sum / rows;
            active += squares / rows - mean * mean > ACTIVE ? 1 : 0;
        }
        return active;
    }

    /** What begins with so many active units. */
    List<Alert> found(int active) {
        boolean now = active < Math.max(1, SHARE * latent);
        collapsed = now ? collapsed + 1 : 0;
        return collapsed == READINGS ? List.of(alert(active)) : List.of();
    }

    private Alert alert(int active) {
        return new Alert(
                "posterior-collapse",
                String.format(
                        "Of %d latent numbers %s with the image, of %d images: the decoder makes nearly the same of all.",
                        latent, active == 0 ? "none varies" : "only " + active + " vary", samples),
                "Lower --set kl.beta=..., let it rise slowly with --set kl.warm-up=0.5, or give each latent number"
                        + " --set kl.free-bits=0.1.");
    }

    /** What to save. */
    JsonNode state() {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        state.put("readings", collapsed);
        return state;
    }

    /** Continues as if it had come so far. */
    void restore(JsonNode state) {
        collapsed = state.path("readings").asInt(0);
    }
}
