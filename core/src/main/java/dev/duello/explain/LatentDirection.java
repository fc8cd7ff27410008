package dev.duello.explain;

/**
 * A direction in the noise of a generator, as a method found it.
 *
 * @param name of the method and rank, such as {@code sefa-1}, or of the label
 * @param vector of length 1, one number for each of the latent's that is not the class
 * @param share how much it explains, 0 to 1: of the variance of activations, of the squared weights, or of the label's variance
 *     among samples that it was not fitted to
 */
public record LatentDirection(String name, double[] vector, double share) {}
