package dev.duello.data;

/**
 * A file that could not be read and is missing from the set.
 *
 * @param file the file, relative to the folder or archive that was opened
 * @param reason why, in words
 */
public record SkippedFile(String file, String reason) {}
