/** Known data sets by name, embedded or downloaded. */
@NullMarked
package dev.duello.data.catalog;

import org.jspecify.annotations.NullMarked;
