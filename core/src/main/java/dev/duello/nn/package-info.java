/** Layers as records, networks made of them, their parameters, initializers, optimizers and moving averages. */
@NullMarked
package dev.duello.nn;

import org.jspecify.annotations.NullMarked;
