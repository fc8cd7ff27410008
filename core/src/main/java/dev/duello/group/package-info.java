/**
 * Processes that train together: which place each has, how they meet, and what they do when one of them is gone. Tensors go through
 * {@link dev.duello.torch.ProcessGroup}; everything that can be said in words goes through a line of its own, from the first
 * process to each other.
 */
@NullMarked
package dev.duello.group;

import org.jspecify.annotations.NullMarked;
