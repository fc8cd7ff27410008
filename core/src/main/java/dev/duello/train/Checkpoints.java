package dev.duello.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.duello.Words;
import dev.duello.nn.Learner;
import dev.duello.torch.Safetensors;
import dev.duello.torch.Tensor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a run. One is written beside, flushed to the disk and renamed, so that it is whole or absent; its
 * {@code state.json} holds a checksum of every other file, so that damage is seen before it does harm.
 */
final class Checkpoints {
    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);
    private static final String UNFINISHED = ".unfinished-";
    static final String STATE = "state.json";

    private final Path folder;
    private final BestLink best;

    Checkpoints(RunDirectory directory) {
        this.folder = directory.checkpoints();
        this.best = new BestLink(directory);
    }

    /** A checkpoint whose checksums are right. */
    record Sound(Path path, CheckpointState state) {
        /** Fills a learner of the same experiment. @throws IOException when the files do not fit it */
        void loadInto(Learner learner) throws IOException {
            for (Map.Entry<String, Map<String, Tensor>> file : learner.tensors().entrySet()) {
                Safetensors.readInto(path.resolve(file.getKey() + ".safetensors"), file.getValue());
            }
            learner.restoreCounters(state.learner());
        }
    }

    /** Makes {@link CheckpointState} once the checksums of the other files are known. */
    interface StateMaker {
        CheckpointState make(Map<String, String> checksums);
    }

    /**
     * Which checkpoints stay: the best, the newest, and the newest {@code keep} of those that the schedule wanted. What an
     * interruption wrote in between goes once there is a newer one, so that the rest does not depend on interruptions.
     *
     * @param isScheduled whether a checkpoint after so many images is one of the schedule
     */
    record Retention(int keep, LongPredicate isScheduled) {}

    /**
     * Writes a checkpoint and removes old ones.
     *
     * @return its folder
     * @throws TrainingException when it cannot be written; what was there before stays
     */
    Path write(String name, Learner learner, Retention retention, StateMaker stateMaker) {
        Path target = folder.resolve(name);
        Path unfinished = folder.resolve(UNFINISHED + name);
        try {
            removeUnfinished();
            if (Files.exists(target)) {
                if (isSound(target)) {
                    return target;
                }
                removeFolder(target);
            }
            Files.createDirectories(unfinished);
            Map<String, String> checksums = new TreeMap<>();
            for (Map.Entry<String, Map<String, Tensor>> entry :
                    learner.tensors().entrySet()) {
                Path file = unfinished.resolve(entry.getKey() + ".safetensors");
                Safetensors.write(file, entry.getValue(), Map.of("format", "pt"));
                checksums.put(file.getFileName().toString(), Checksum.of(file));
            }
            byte[] state = Formats.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(stateMaker.make(checksums));
            Files.write(unfinished.resolve(STATE), state, StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
            flushFolder(unfinished);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            flushFolder(folder);
        } catch (IOException e) {
            try {
                removeUnfinished();
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw new TrainingException(
                    "The checkpoint " + target + " cannot be written: " + Words.reason(e) + ". " + lastGood(), e);
        }
        removeOld(retention);
        return target;
    }

    /** Makes a finished checkpoint the best one, which stays until another is. */
    void markBest(Path checkpoint) {
        best.pointTo(checkpoint.getFileName().toString());
    }

    /** The best checkpoint, or the newest when none was marked or that one is damaged. @throws TrainingException as newest */
    Sound bestOrNewest() {
        String name = best.name();
        if (name != null) {
            try {
                return read(folder.resolve(name));
            } catch (IOException e) {
                log.warn("The best checkpoint is damaged, the newest is taken: {}", e.getMessage());
            }
        }
        return newest();
    }

    /** The checkpoint of that name. @throws TrainingException when there is none, or it is damaged */
    Sound named(String name) {
        if (!names().contains(name)) {
            throw new TrainingException("There is no checkpoint '" + name + "' in " + folder + ".");
        }
        try {
            return read(folder.resolve(name));
        } catch (IOException e) {
            throw new TrainingException(e.getMessage(), e);
        }
    }

    /** {@code "The last good checkpoint is ..."}, for the end of a sentence about trouble. */
    String lastGood() {
        return names().isEmpty()
                ? "There is no checkpoint yet."
                : "The last good checkpoint is " + folder.resolve(names().getFirst()) + ".";
    }

    /**
     * The newest checkpoint whose checksums are right; damaged ones are named in the log and passed over.
     *
     * @throws TrainingException when there is none
     */
    Sound newest() {
        List<String> names = names();
        StringBuilder damage = new StringBuilder();
        for (String name : names) {
            try {
                return read(folder.resolve(name));
            } catch (IOException e) {
                log.warn("Checkpoint {} is damaged and passed over: {}", folder.resolve(name), e.getMessage());
                damage.append(" ").append(e.getMessage());
            }
        }
        throw new TrainingException(
                names.isEmpty()
                        ? "There is no checkpoint in " + folder
                                + " yet: the run stopped before its first. Start it again."
                        : "No checkpoint in " + folder + " is whole." + damage);
    }

    /**
     * Goes back to the newest whole checkpoint of the schedule that had seen at most {@code images}, or else to the oldest that
     * there is, and removes all that are newer.
     *
     * @throws TrainingException when there is none, or one cannot be removed
     */
    Sound goBack(long images, LongPredicate isScheduled) {
        Sound chosen = null;
        for (String name : names()) {
            if (isScheduled.test(RunDirectory.images(name))
                    && (chosen == null || chosen.state().images() > images)) {
                try {
                    chosen = read(folder.resolve(name));
                } catch (IOException e) {
                    log.warn("Checkpoint {} is damaged and passed over: {}", folder.resolve(name), e.getMessage());
                }
            }
        }
        if (chosen == null) {
            throw new TrainingException("There is no whole checkpoint in " + folder + " to go back to.");
        }
        String kept = chosen.path().getFileName().toString();
        String marked = best.name();
        try {
            if (marked != null && marked.compareTo(kept) > 0) {
                best.remove();
            }
            for (String name : names()) {
                if (name.compareTo(kept) > 0) {
                    removeFolder(folder.resolve(name));
                }
            }
        } catch (IOException e) {
            throw new TrainingException(folder + " cannot be written: " + Words.reason(e) + ".", e);
        }
        return chosen;
    }

    private static boolean isSound(Path path) {
        try {
            read(path);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Sound read(Path path) throws IOException {
        Path stateFile = path.resolve(STATE);
        CheckpointState state;
        try {
            state = Formats.JSON.readValue(Files.readAllBytes(stateFile), CheckpointState.class);
        } catch (JsonProcessingException e) {
            throw new IOException(stateFile + " is not whole.", e);
        }
        if (state.format() > CheckpointState.FORMAT) {
            throw new IOException(path + " was written by a newer Duello, " + state.version() + ".");
        }
        for (Map.Entry<String, String> entry : state.hashes().entrySet()) {
            Path file = path.resolve(entry.getKey());
            if (!Files.isRegularFile(file) || !Checksum.fits(file, entry.getValue())) {
                throw new IOException(file + (Files.exists(file) ? " is damaged." : " is missing."));
            }
        }
        return new Sound(path, state);
    }

    /** Names of finished checkpoints, the newest first. */
    List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw new TrainingException(folder + " cannot be read: " + Words.reason(e) + ".", e);
        }
    }

    private void removeOld(Retention retention) {
        List<String> names = names();
        Set<String> kept = new HashSet<>(names.subList(0, 1));
        kept.add(best.name());
        names.stream()
                .filter(name -> retention.isScheduled().test(RunDirectory.images(name)))
                .limit(retention.keep())
                .forEach(kept::add);
        names.stream().filter(name -> !kept.contains(name)).map(folder::resolve).forEach(old -> {
            try {
                removeFolder(old);
            } catch (IOException e) {
                log.warn("The old checkpoint {} cannot be removed: {}", old, Words.reason(e));
            }
        });
    }

    /** What a killed process left behind. */
    private void removeUnfinished() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(
                            path -> path.getFileName().toString().startsWith(UNFINISHED))
                    .toList()) {
                removeFolder(entry);
            }
        }
    }

    private void removeFolder(Path old) throws IOException {
        // The state goes first: without it the rest is no checkpoint, whenever the power fails.
        Files.deleteIfExists(old.resolve(STATE));
        try (Stream<Path> files = Files.list(old)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(old);
    }

    /** A rename survives a power cut only when its folder is flushed too; Im2col has no such thing. */
    private static void flushFolder(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            log.debug("{} cannot be flushed: {}", path, e.getMessage());
        }
    }
}
