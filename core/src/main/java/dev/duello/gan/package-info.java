/** Generative adversarial networks: objectives, penalties, augmentation, and one adversarial step. */
@NullMarked
package dev.duello.gan;

import org.jspecify.annotations.NullMarked;
