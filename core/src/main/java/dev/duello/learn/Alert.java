package dev.duello.learn;

/**
 * A symptom of trouble that begins.
 *
 * @param symptom its name in events and on pages, in kebab-case
 * @param evidence the numbers, as a sentence
 * @param advice what to set, as a sentence with flags
 */
public record Alert(String symptom, String evidence, String advice) {
    /** The symptom of a training that must go back to an older checkpoint, or end. */
    public static final String DIVERGENCE = "divergence";
}
