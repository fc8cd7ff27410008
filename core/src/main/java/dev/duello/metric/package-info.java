/** Feature networks, and pure functions from features to numbers. */
@NullMarked
package dev.duello.metric;

import org.jspecify.annotations.NullMarked;
