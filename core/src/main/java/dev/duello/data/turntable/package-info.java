/** Clips of shapes that turn once around themselves, rendered from the voxels of a set that comes along. */
@NullMarked
package dev.duello.data.turntable;

import org.jspecify.annotations.NullMarked;
