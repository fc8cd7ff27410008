/** Classifiers of labeled images: the networks that others are measured with, trained as any other learner. */
@NullMarked
package dev.duello.classify;

import org.jspecify.annotations.NullMarked;
