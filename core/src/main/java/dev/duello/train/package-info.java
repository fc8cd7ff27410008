/** Experiments, run directories, checkpoints, and the loop that trains any learner. */
@NullMarked
package dev.duello.train;

import org.jspecify.annotations.NullMarked;
