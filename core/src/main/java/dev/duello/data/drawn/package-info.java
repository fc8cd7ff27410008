/** Data sets that programs draw, of which everything is known that made each image. */
@NullMarked
package dev.duello.data.drawn;

import org.jspecify.annotations.NullMarked;
