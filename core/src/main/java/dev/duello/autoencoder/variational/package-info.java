/** Variational autoencoders: an encoder that gives a distribution of latents, and a decoder that is trained to be sampled. */
@NullMarked
package dev.duello.autoencoder.variational;

import org.jspecify.annotations.NullMarked;
