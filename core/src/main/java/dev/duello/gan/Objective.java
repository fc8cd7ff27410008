package dev.duello.gan;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;

/**
 * What the two networks want, as losses to minimise, computed from the discriminator's logits {@code [N]}. With D(x) the
 * sigmoid of the logit l, {@code -log D = softplus(-l)} and {@code -log(1 - D) = softplus(l)}, which neither overflows nor
 * loses digits.
 */
public enum Objective {
    /**
     * The value function itself (Goodfellow et al., 2014, equation 1): {@code min_G max_D E[log D(x)] + E[log(1 - D(G(z)))]}.
     * The generator's gradient vanishes while the discriminator wins.
     */
    @JsonProperty("minimax")
    MINIMAX {
        @Override
        public Tensor generatorLoss(Tensor fakeLogits) {
            return Functions.softplus(fakeLogits).mean().negate();
        }
    },

    /** The generator maximises {@code E[log D(G(z))]} instead (Goodfellow et al., 2014, section 3): the usual choice. */
    @JsonProperty("non-saturating")
    NON_SATURATING {
        @Override
        public Tensor generatorLoss(Tensor fakeLogits) {
            return Functions.softplus(fakeLogits.negate()).mean();
        }
    };

    /** The discriminator's loss: {@code -E[log D(x)] - E[log(1 - D(G(z)))]}. */
    public Tensor discriminatorLoss(Tensor realLogits, Tensor fakeLogits) {
        return Functions.softplus(realLogits.negate())
                .mean()
                .add(Functions.softplus(fakeLogits).mean());
    }

    /** The generator's loss, given the logits of its fakes. */
    public abstract Tensor generatorLoss(Tensor fakeLogits);
}
