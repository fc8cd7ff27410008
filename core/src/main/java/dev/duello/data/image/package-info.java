/** Images: their format, decoding to uint8 pixels, resizing, PNG and grids. */
@NullMarked
package dev.duello.data.image;

import org.jspecify.annotations.NullMarked;
