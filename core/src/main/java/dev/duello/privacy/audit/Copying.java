package dev.duello.privacy.audit;

import org.jspecify.annotations.Nullable;

/**
 * How near samples come to training images, beside how near images that were never seen come to them. Without non-members there is
 * nothing to compare with, and what needs them is null.
 *
 * @param memorized in pixels, see {@link Memorized}
 * @param memorizedOfNonMembers the same of non-members
 * @param medianRatio of the distances to the nearest and the second nearest training image, in pixels
 * @param authentic in features, see {@link Authenticity}
 * @param authenticNonMembers the same of non-members
 * @param closer in features, see {@link CloserToMembers}
 * @param statistic in features, see {@link DataCopying}; NaN when it cannot be computed
 * @param identifiable of the attacked members, in features, see {@link Identifiability}
 * @param identifiableNonMembers the same of non-members
 */
public record Copying(
        Proportion memorized,
        @Nullable Proportion memorizedOfNonMembers,
        double medianRatio,
        Proportion authentic,
        @Nullable Proportion authenticNonMembers,
        @Nullable Proportion closer,
        double statistic,
        Proportion identifiable,
        @Nullable Proportion identifiableNonMembers) {}
