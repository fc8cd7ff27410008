/** A data set that a program draws, of which everything is known that made each image. */
@NullMarked
package dev.duello.data.shapes;

import org.jspecify.annotations.NullMarked;
