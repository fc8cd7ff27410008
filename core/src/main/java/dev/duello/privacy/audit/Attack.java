package dev.duello.privacy.audit;

/**
 * One way to guess who was a member, and how it went.
 *
 * @param name for people
 * @param needs what an attacker must have
 * @param isCalibrated whether a reference model told how unusual each image is
 * @param roc how it told members from non-members
 */
public record Attack(String name, Needs needs, boolean isCalibrated, RocCurve roc) {
    /** What an attacker must have. */
    public enum Needs {
        /** Samples, or what makes them. */
        SAMPLES,
        /** The discriminator. */
        DISCRIMINATOR
    }
}
