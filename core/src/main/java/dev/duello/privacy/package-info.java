/**
 * Differential privacy: accountants of noisy gradient steps, plans, membership inference, and tests of memorization.
 *
 * <p>Everything here is mathematics on numbers and feature matrices; nothing trains.
 */
@NullMarked
package dev.duello.privacy;

import org.jspecify.annotations.NullMarked;
