/**
 * Text: {@link dev.duello.data.text.TextFormat} is its format. Lines of UTF-8 files become rows of characters of one
 * {@link dev.duello.data.text.Alphabet}, padded to one length.
 */
@NullMarked
package dev.duello.data.text;

import org.jspecify.annotations.NullMarked;
