package dev.duello.gan;

/**
 * The choices that a generator leaves open.
 *
 * @param latent numbers of noise
 * @param width channels of the largest feature map, or units of a hidden layer
 * @param blocks residual blocks at each size; families without them ignore it
 * @param classes that it makes on demand; 0 when it knows none. A latent then ends in one number a class, 0 but for a 1
 */
public record GeneratorConfig(int latent, int width, int blocks, Normalization normalization, int classes) {
    /** Length of the vector that goes in. */
    int input() {
        return latent + classes;
    }
}
