/** Data sets that programs draw, of which everything is known that made each sample. */
@NullMarked
package dev.duello.data.drawn;

import org.jspecify.annotations.NullMarked;
