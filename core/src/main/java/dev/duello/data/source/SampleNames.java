package dev.duello.data.source;

import dev.duello.Messages;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.SkippedFile;
import dev.duello.data.Split;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The names of the files that the samples of a set were read from, so that samples of two sets are known to belong together. */
final class SampleNames {
    private SampleNames() {}

    /**
     * Names in the order of the samples, with {@code /} between folders; of a set without files its indices.
     *
     * @param nameOrPath as it was opened
     * @param opened what was opened there
     * @throws DataException when the files have changed since, or too many of them could not be read
     */
    static List<String> of(String nameOrPath, Split split, Dataset opened) {
        try (Source source = new SourceFinder(nameOrPath, split).find()) {
            if (!(source instanceof FilesSource files)) {
                return IntStream.range(0, opened.size())
                        .mapToObj(Integer::toString)
                        .toList();
            }
            Set<String> unread =
                    opened.skipped().stream().map(SkippedFile::file).collect(Collectors.toCollection(HashSet::new));
            List<String> names = files.names().stream()
                    .filter(name -> !unread.contains(name))
                    .toList();
            if (names.size() != opened.size()) {
                throw new DataException("It is not known which files the " + opened.size() + " samples of " + nameOrPath
                        + " come from: too many of them cannot be read, or they changed. Take those away that cannot be"
                        + " read, and try again.");
            }
            return names;
        } catch (IOException e) {
            throw new DataException("Cannot read " + nameOrPath + ": " + Messages.reason(e) + ".", e);
        }
    }
}
