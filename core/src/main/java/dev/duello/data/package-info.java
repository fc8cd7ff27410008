/**
 * Data sets of any medium: samples of one {@link dev.duello.data.SampleFormat}, with labels, and the batches that learners get.
 *
 * <p>{@link dev.duello.data.source.Datasets#open} opens one. The media are sub-packages, such as {@code image}.
 */
@NullMarked
package dev.duello.data;

import org.jspecify.annotations.NullMarked;
