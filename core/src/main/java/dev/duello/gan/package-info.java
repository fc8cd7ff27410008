/** The duel: objectives, architectures, and one adversarial step. */
@NullMarked
package dev.duello.gan;

import org.jspecify.annotations.NullMarked;
