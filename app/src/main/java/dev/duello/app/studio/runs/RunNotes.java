package dev.duello.app.studio.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.app.studio.http.HttpException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What people write about a run, in {@code notes.json} of its folder. Nothing but the studio reads it: the folder keeps its name,
 * so that what was typed or scripted with it still holds.
 *
 * @param title another name to show, or empty
 * @param tags words to find it by
 * @param text of any length up to 20,000 characters
 */
public record RunNotes(String title, List<String> tags, String text) {
    static final String FILE = "notes.json";
    static final RunNotes NONE = new RunNotes("", List.of(), "");

    private static final int LONGEST_TITLE = 120;
    private static final int LONGEST_TAG = 40;
    private static final int MOST_TAGS = 20;
    private static final int LONGEST_TEXT = 20_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    public RunNotes {
        tags = List.copyOf(tags);
    }

    /** @throws HttpException when something is longer than it may be */
    public static RunNotes of(JsonNode node) {
        RunNotes notes = lenient(node);
        if (notes.title.length() > LONGEST_TITLE
                || notes.tags.size() > MOST_TAGS
                || notes.tags.stream().anyMatch(tag -> tag.length() > LONGEST_TAG)
                || notes.text.length() > LONGEST_TEXT) {
            throw new HttpException(
                    422,
                    String.format(
                            "A title has at most %d characters, a tag %d, notes %,d; a run has at most %d tags.",
                            LONGEST_TITLE, LONGEST_TAG, LONGEST_TEXT, MOST_TAGS));
        }
        return notes;
    }

    private static RunNotes lenient(JsonNode node) {
        List<String> tags = StreamSupport.stream(node.path("tags").spliterator(), false)
                .map(tag -> tag.asText().strip())
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
        return new RunNotes(
                node.path("title").asText().strip(),
                new ArrayList<>(tags),
                node.path("text").asText());
    }

    /** Of a run; none where there is no such file, or none that can be read. */
    static RunNotes read(Path run) {
        try {
            JsonNode node = JSON.readTree(Files.readString(run.resolve(FILE)));
            return node == null ? NONE : lenient(node);
        } catch (JsonProcessingException e) {
            return NONE;
        } catch (IOException e) {
            // Most runs have none.
            return NONE;
        }
    }

    /** Whole, or not at all. */
    void write(Path run) throws IOException {
        Path beside = Files.createTempFile(run, ".notes-", ".json");
        try {
            Files.write(beside, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
            Files.move(beside, run.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
