/** Clips of one shape that moves, of which everything is known that made each of them. */
@NullMarked
package dev.duello.data.moving;

import org.jspecify.annotations.NullMarked;
