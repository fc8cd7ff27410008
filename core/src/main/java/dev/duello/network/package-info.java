/**
 * The network families that learners choose from by name: a generator from latents to samples, a discriminator from samples to
 * logits, and an encoder from samples to latents, each derived from the shape of the samples.
 */
@NullMarked
package dev.duello.network;

import org.jspecify.annotations.NullMarked;
