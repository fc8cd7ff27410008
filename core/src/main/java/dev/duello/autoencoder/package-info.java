/** Autoencoders: an encoder and a decoder that learn to give back what they are shown, and the distribution of their latents. */
@NullMarked
package dev.duello.autoencoder;

import org.jspecify.annotations.NullMarked;
