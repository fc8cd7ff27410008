package dev.duello.network;

/**
 * The choices that a discriminator leaves open.
 *
 * @param width channels of the largest feature map, or units of a hidden layer
 * @param blocks residual blocks at each size; families without them ignore it
 * @param minibatchStdDev whether it sees how much the images of a batch differ
 * @param classes that it judges by; it has one logit a class, or a single one for 0
 */
public record DiscriminatorConfig(
        int width, int blocks, Normalization normalization, boolean minibatchStdDev, int classes) {
    /** Images whose sameness is looked at together, as StyleGAN has it. */
    public static final int GROUP = 4;
}
