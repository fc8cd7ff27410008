package dev.duello.spark;

import dev.duello.data.SkippedFile;
import java.nio.file.Path;
import java.util.List;

/**
 * What came of preparing images.
 *
 * @param file that was written
 * @param count images in it
 * @param classes their names; empty where folders are no classes
 * @param skipped files that could not be read and why, at most 1000 of them
 * @param skippedCount how many there are
 * @param copies images that are equal to an earlier one
 */
public record Prepared(
        Path file, int count, List<String> classes, List<SkippedFile> skipped, int skippedCount, int copies) {}
