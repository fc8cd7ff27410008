/**
 * The studio: a page on this machine that shows trainings as they go and lets one explore what was learned. It reads runs from
 * their folders and knows nothing of the commands.
 */
@NullMarked
package dev.duello.app.studio;

import org.jspecify.annotations.NullMarked;
