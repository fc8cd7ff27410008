/** A data set of avatars, composed of the parts of a free set of drawings. */
@NullMarked
package dev.duello.data.faces;

import org.jspecify.annotations.NullMarked;
