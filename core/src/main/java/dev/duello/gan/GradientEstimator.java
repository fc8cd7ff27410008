package dev.duello.gan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the R1 and R2 penalties get the squared length of a discriminator's gradient, {@code |∇D(x)|²}. */
public enum GradientEstimator {
    /** By differentiating twice, for each image of the batch: about as much work as three passes of the batch. */
    @JsonProperty("exact")
    EXACT,
    /**
     * {@code (D(x + εn) - D(x))² / ε²} with {@code n} the direction of {@code ∇D(x)}, for a quarter of the batch. Nothing is
     * differentiated twice.
     */
    @JsonProperty("finite-difference")
    FINITE_DIFFERENCE
}
