/** Trained networks in memory: images from latents and mixtures of latents, and the discriminator's scores. */
@NullMarked
package dev.duello.app.studio.explore;

import org.jspecify.annotations.NullMarked;
