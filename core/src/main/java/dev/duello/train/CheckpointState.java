package dev.duello.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.data.AtomicFiles;
import dev.duello.learn.ObjectMappers;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a checkpoint holds beside tensors, as {@code state.json}.
 *
 * @param format of the folder; readers refuse a newer one
 * @param version of Duello that wrote it
 * @param images seen
 * @param seconds of training so far
 * @param batches images drawn from the data
 * @param data fingerprint of the images that it was trained on
 * @param learner the learner's counters
 * @param rollbacks how often the training diverged and went back to an older checkpoint
 * @param watched all values of the watched metric, the oldest first
 * @param diagnosis state of the learner's {@link dev.duello.learn.Monitor}
 * @param settings those of the experiment that must stay as they are, to notice a change: see {@link SettingDifferences}
 * @param hashes the {@link Checksum} of each other file, by name
 */
record CheckpointState(
        int format,
        String version,
        long images,
        double seconds,
        long batches,
        String data,
        Map<String, Long> learner,
        int rollbacks,
        List<Double> watched,
        JsonNode diagnosis,
        ObjectNode settings,
        Map<String, String> hashes) {
    /**
     * The second has the optimizers' numbers in the order in which kernels lie in memory, channels innermost. The third has
     * architectures in the headers of the tensor files, and {@code settings} in place of the whole {@code experiment}.
     */
    static final int FORMAT = 3;

    /** The oldest format with optimizers that this version can go on with. */
    static final int SAME_OPTIMIZERS = 2;

    /** Its name in a checkpoint's folder. */
    static final String FILE = "state.json";

    private static final ObjectReader READER = ObjectMappers.JSON
            .readerFor(CheckpointState.class)
            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** Writes it into a checkpoint's folder and flushes it: whole or not at all. */
    void write(Path checkpoint) throws IOException {
        byte[] json = ObjectMappers.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
        AtomicFiles.replace(checkpoint.resolve(FILE), beside -> Files.write(beside, json));
    }

    /**
     * Reads that of this or any earlier version; what this version does not know is passed over.
     *
     * @param checkpoint the folder
     * @throws IOException when there is none, or it is damaged; the message names the file
     * @throws TrainingException when a newer version wrote it in a way that this one cannot know
     */
    static CheckpointState read(Path checkpoint) throws IOException {
        Path file = checkpoint.resolve(FILE);
        try {
            if (!(ObjectMappers.JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode tree)) {
                throw new IOException(file + " is damaged: it holds no state.");
            }
            // Before anything else: all the rest may mean something else in another format.
            JsonNode format = tree.path("format");
            if (!format.isInt() || format.intValue() < 1) {
                throw new IOException(file + " is damaged: it holds no number of its format.");
            }
            if (format.intValue() > FORMAT) {
                throw new TrainingException(checkpoint + " was written by a newer Duello, version "
                        + tree.path("version").asText("unknown") + ", in format " + format.intValue()
                        + "; this one knows formats up to " + FORMAT + ". Open it with that version or a later one.");
            }
            return upToDate(tree, file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " is missing.", e);
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is damaged.", e);
        }
    }

    private static CheckpointState upToDate(ObjectNode tree, Path file) throws IOException {
        if (tree.get("format").intValue() < 3 && tree.has("experiment")) {
            tree.set("settings", tree.remove("experiment"));
        }
        EarlierDefaults.completeState(tree);
        for (RecordComponent component : CheckpointState.class.getRecordComponents()) {
            if (tree.path(component.getName()).isMissingNode()) {
                throw new IOException(
                        file + " is damaged: it lacks '" + component.getName() + "', which every checkpoint has.");
            }
        }
        return READER.readValue(tree);
    }
}
