package dev.duello.network;

/**
 * The choices that an encoder leaves open.
 *
 * @param outputs numbers that it makes of a sample, such as the length of a latent
 * @param width channels of the largest feature map, or units of a hidden layer
 * @param blocks residual blocks at each size; families without them ignore it
 */
public record EncoderConfig(int outputs, int width, int blocks, Normalization normalization) {}
