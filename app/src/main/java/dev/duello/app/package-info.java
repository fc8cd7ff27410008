/** The {@code duello} command: thin commands that parse, call the library, and return an exit code. */
@NullMarked
package dev.duello.app;

import org.jspecify.annotations.NullMarked;
