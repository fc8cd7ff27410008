package dev.duello.spark;

import dev.duello.export.ExportedFolder;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainingException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A trained model on its way to other machines: the files of an exported folder, or those of a run that it takes to make samples,
 * which are its settings and one checkpoint.
 */
final class ShippedModel implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Contents by path within the folder. */
    private final TreeMap<String, byte[]> files;

    private ShippedModel(TreeMap<String, byte[]> files) {
        this.files = files;
    }

    /**
     * Reads all that is needed: of a run, the best checkpoint, or the newest where none is marked.
     *
     * @throws TrainingException when there is neither a run with a checkpoint nor an exported folder, or it cannot be read
     */
    static ShippedModel of(Path folder) {
        TreeMap<String, byte[]> files = new TreeMap<>();
        try {
            if (ExportedFolder.isOne(folder)) {
                add(folder, folder, files);
                return new ShippedModel(files);
            }
            RunDirectory run = RunDirectory.open(folder);
            List<String> names = run.checkpointNames();
            if (names.isEmpty()) {
                throw new TrainingException(
                        folder + " holds no checkpoint yet, so there is nothing to make samples with.");
            }
            String checkpoint = run.bestCheckpoint().orElse(names.getFirst());
            for (String name : List.of("experiment.yaml", "networks.json")) {
                if (Files.isRegularFile(folder.resolve(name))) {
                    files.put(name, Files.readAllBytes(folder.resolve(name)));
                }
            }
            add(folder, run.checkpoints().resolve(checkpoint), files);
            return new ShippedModel(files);
        } catch (IOException e) {
            throw new TrainingException(folder + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static void add(Path root, Path folder, TreeMap<String, byte[]> files) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : entries.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
    }

    /** Writes the files into an empty folder, where they can be opened as what they were. */
    void unpack(Path folder) throws IOException {
        for (var file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }
}
