package dev.duello.privacy.audit;

/**
 * A sample that is much nearer to one training image than to others.
 *
 * @param sample which of the samples
 * @param members which training images are nearest to it in pixels, the nearest first
 * @param distance to the first of them
 * @param ratio of the distances to the first and the second
 * @param percentile share of non-members that are at most as far from their nearest training image; NaN without non-members
 */
public record Suspect(int sample, int[] members, double distance, double ratio, double percentile) {}
