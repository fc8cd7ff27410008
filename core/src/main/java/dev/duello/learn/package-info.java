/**
 * The contracts between training and what is trained: a {@link dev.duello.learn.Learner} learns from batches, a
 * {@link dev.duello.learn.Model} is what it leaves to those who only use it.
 */
@NullMarked
package dev.duello.learn;

import org.jspecify.annotations.NullMarked;
