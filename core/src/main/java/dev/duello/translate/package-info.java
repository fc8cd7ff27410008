/** Models that make images of images: paired and unpaired translation, inpainting, super-resolution. */
@NullMarked
package dev.duello.translate;

import org.jspecify.annotations.NullMarked;
