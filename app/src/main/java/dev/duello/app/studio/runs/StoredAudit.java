package dev.duello.app.studio.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code duello audit} found last.
 *
 * @param sentence the verdict with the number behind it
 * @param pictures of it that are there, file names in the run: the curves of the attacks, and the most suspicious samples beside
 *     the training images nearest to them
 */
public record StoredAudit(String sentence, List<String> pictures) {
    /** The curves, which show no image. */
    public static final String CURVES = "roc.png";
    /** The samples, beside private images where these are. */
    static final String SUSPECTS = "suspicious.png";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Null when there is nothing that can be read. */
    public static @Nullable StoredAudit read(Path run) {
        Path file = run.resolve("audit.json");
        try {
            JsonNode node = Files.isRegularFile(file) ? JSON.readTree(Files.readString(file)) : null;
            if (node == null || node.path("sentence").asText().isEmpty()) {
                return null;
            }
            List<String> pictures = Stream.of(CURVES, SUSPECTS)
                    .filter(name -> Files.isRegularFile(run.resolve(name)))
                    .toList();
            return new StoredAudit(node.path("sentence").asText(), pictures);
        } catch (IOException e) {
            return null;
        }
    }
}
