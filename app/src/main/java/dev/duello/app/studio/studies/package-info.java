/** Searches for settings, as the studio lists them. */
@NullMarked
package dev.duello.app.studio.studies;

import org.jspecify.annotations.NullMarked;
