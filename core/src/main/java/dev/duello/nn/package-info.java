/** Layers as records, networks made of them, their parameters, initialisers, optimisers and moving averages. */
@NullMarked
package dev.duello.nn;

import org.jspecify.annotations.NullMarked;
