package dev.duello.train.diagnosis;

/**
 * A symptom that begins.
 *
 * @param evidence the numbers, as a sentence
 * @param advice what to set, as a sentence with flags
 */
public record Alert(Symptom symptom, String evidence, String advice) {}
