/** Trained networks at one's fingertips: images from latents and mixtures of latents, and the discriminator's opinion. */
@NullMarked
package dev.duello.app.studio.explore;

import org.jspecify.annotations.NullMarked;
