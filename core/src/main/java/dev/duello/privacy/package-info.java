/**
 * Differential privacy: accountants of noisy gradient steps, plans, membership inference, and tests of memorization.
 *
 * <p>Nothing here trains.
 */
@NullMarked
package dev.duello.privacy;

import org.jspecify.annotations.NullMarked;
