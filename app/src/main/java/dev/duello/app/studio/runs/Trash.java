package dev.duello.app.studio.runs;

import dev.duello.app.studio.http.HttpException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where deleted runs go: {@code .trash} beside the runs, out of which they come back as they were. Nothing is destroyed here; whoever
 * needs the disk deletes that folder.
 */
public final class Trash {
    private static final String FOLDER = ".trash";
    /** A name in the trash: when, and the run's own. */
    private static final Pattern NAME = Pattern.compile("[0-9]{13}-([^/\\\\]+)");

    private final Path root;

    public Trash(Path root) {
        this.root = root;
    }

    /**
     * Takes a run out of the list.
     *
     * @return its name in the trash
     * @throws HttpException when it is being trained, or is no folder that Duello made
     */
    public String take(Run run) throws IOException {
        Path path = run.path();
        if (run.summary().status() == RunStatus.TRAINING || isLocked(path)) {
            throw new HttpException(409, run.id() + " is being trained: stop it first.");
        }
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new HttpException(409, run.id() + " is a link to a folder elsewhere: delete it there.");
        }
        if (!Files.isRegularFile(path.resolve("experiment.yaml"), LinkOption.NOFOLLOW_LINKS)
                || !Files.isRegularFile(path.resolve("events.jsonl"), LinkOption.NOFOLLOW_LINKS)) {
            throw new HttpException(409, path + " does not look like a folder that Duello made: delete it yourself.");
        }
        String name = System.currentTimeMillis() + "-" + run.id();
        Files.createDirectories(root.resolve(FOLDER));
        Files.move(path, root.resolve(FOLDER).resolve(name));
        return name;
    }

    private static boolean isLocked(Path path) throws IOException {
        return Files.exists(path.resolve(".lock")) && TrainingProcess.holdsLock(path);
    }

    /**
     * Puts a run back where it was.
     *
     * @param name as {@link #take} gave it
     * @return the run's name
     * @throws HttpException when it is not there, or something else has its place
     */
    public String putBack(String name) throws IOException {
        var matcher = NAME.matcher(name);
        Path from = root.resolve(FOLDER).resolve(matcher.matches() ? name : "-");
        if (!matcher.matches() || !Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
            throw HttpException.notFound("There is nothing of this name in " + root.resolve(FOLDER) + ".");
        }
        Path to = root.resolve(matcher.group(1));
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            throw new HttpException(
                    409, "There is another run '" + matcher.group(1) + "' by now; move " + from + " yourself.");
        }
        Files.move(from, to);
        return matcher.group(1);
    }
}
