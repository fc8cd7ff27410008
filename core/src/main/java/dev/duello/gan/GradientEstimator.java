package dev.duello.gan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the R1 and R2 penalties get the squared length of a discriminator's gradient, {@code |∇D(x)|²}. */
public enum GradientEstimator {
    /** By differentiating twice, for each image of the batch: about as much work as three passes of the batch. */
    @JsonProperty("exact")
    EXACT,
    /**
     * {@code (D(x + εn) - D(x))² / ε²} with {@code n} of a standard normal distribution, for a quarter of the batch. Its mean is
     * {@code |∇D(x)|²} up to terms of ε², since the mean of {@code (n·∇D)²} is that. Nothing is differentiated twice.
     */
    @JsonProperty("finite-difference")
    FINITE_DIFFERENCE
}
