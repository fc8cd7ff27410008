/**
 * Why a model makes and judges samples as it does: directions in its latents, what its critic looks at, latents of given images,
 * and what single feature maps show. It sees models, never how they learn.
 */
@NullMarked
package dev.duello.explain;

import org.jspecify.annotations.NullMarked;
