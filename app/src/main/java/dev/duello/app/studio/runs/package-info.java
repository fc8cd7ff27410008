/** Runs as the studio sees them: folders and their logs, read while others write them, and the processes that train. */
@NullMarked
package dev.duello.app.studio.runs;

import org.jspecify.annotations.NullMarked;
