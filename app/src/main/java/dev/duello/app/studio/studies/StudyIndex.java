package dev.duello.app.studio.studies;

import dev.duello.Messages;
import dev.duello.search.Study;
import dev.duello.train.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The studies in the folder of runs and in the folder {@code studies} beside it, where {@code duello search} puts them. Only their
 * files are read; links are not followed, since they may lead anywhere.
 */
public final class StudyIndex {
    private final List<Path> folders;
    /** Opened before: of their journals, only what is new is read. */
    private final Map<Path, Opened> opened = new ConcurrentHashMap<>();

    private record Opened(FileTime begun, Study study) {}

    /** @param only the one run that is shown, beside which there are no studies; or null */
    public StudyIndex(Path root, @Nullable String only) {
        folders = only == null ? List.of(root.resolveSibling("studies"), root) : List.of();
    }

    /** By name; of two with the same name, the one in the folder of runs. */
    public Map<String, Path> find() {
        Map<String, Path> found = new TreeMap<>();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> entries = Files.list(folder)) {
                entries.filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) && Study.isStudy(entry))
                        .forEach(entry -> found.put(String.valueOf(entry.getFileName()), entry));
            } catch (IOException e) {
                // A folder that cannot be read now shows nothing now.
            }
        }
        return found;
    }

    /**
     * A study that was found, as it was opened before unless it was begun anew.
     *
     * @throws TrainingException when it cannot be read
     */
    public Study open(Path path) {
        try {
            FileTime begun = Files.getLastModifiedTime(Study.settingsFile(path));
            Opened before = opened.get(path);
            if (before == null || !before.begun.equals(begun)) {
                before = new Opened(begun, Study.read(path));
                opened.put(path, before);
            }
            return before.study;
        } catch (IOException e) {
            throw new TrainingException("The study " + path + " cannot be read: " + Messages.reason(e) + ".", e);
        }
    }

    /** A study by its name; names lead nowhere else, since only those that were found are known. */
    public Optional<Path> study(String id) {
        return Optional.ofNullable(find().get(id));
    }
}
