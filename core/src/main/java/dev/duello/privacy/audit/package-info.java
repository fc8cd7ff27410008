/**
 * What a model or its samples give away of the training data: membership inference and tests of copying.
 *
 * <p>Members are samples that the model was trained on, non-members are others of the same distribution.
 */
@NullMarked
package dev.duello.privacy.audit;

import org.jspecify.annotations.NullMarked;
