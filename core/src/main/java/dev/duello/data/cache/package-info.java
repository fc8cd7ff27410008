/** The flat files that samples are decoded into once, and mapped into memory from then on. Not part of the API. */
@NullMarked
package dev.duello.data.cache;

import org.jspecify.annotations.NullMarked;
