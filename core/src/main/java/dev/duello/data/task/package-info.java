/** Tasks of image processing that need no pairs: what is to be undone is done to each image on the fly. */
@NullMarked
package dev.duello.data.task;

import org.jspecify.annotations.NullMarked;
