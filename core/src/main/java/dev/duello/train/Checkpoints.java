package dev.duello.train;

import dev.duello.Messages;
import dev.duello.learn.Learner;
import dev.duello.learn.NetworkStore;
import dev.duello.nn.Architecture;
import dev.duello.nn.EarlierNames;
import dev.duello.torch.Safetensors;
import dev.duello.torch.Tensor;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a run. One is written beside, flushed to the disk and renamed, so that it is whole or absent; its
 * {@code state.json} holds a checksum of every other file, so that damage is seen before it does harm.
 */
final class Checkpoints {
    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);
    private static final String UNFINISHED = ".unfinished-";
    /** A checkpoint stands in for a damaged one that is at most so many times as far. */
    private static final int NEAR = 2;

    private final RunDirectory directory;
    private final Path folder;
    private final BestLink best;
    private final Set<String> tensors;

    /** To read only. */
    Checkpoints(RunDirectory directory) {
        this(directory, Set.of());
    }

    /** @param tensors names of the files of tensors that each checkpoint has */
    Checkpoints(RunDirectory directory, Set<String> tensors) {
        this.directory = directory;
        this.folder = directory.checkpoints();
        this.best = new BestLink(directory);
        this.tensors = Set.copyOf(tensors);
    }

    /** A checkpoint whose checksums are right. */
    record Sound(Path path, CheckpointState state, Path networks) {
        /** The networks as they were built then, whatever the same settings would build now. */
        Map<String, Architecture> architectures(Experiment experiment) {
            NetworkStore stored = networksOf(experiment);
            Map<String, Architecture> networks = new LinkedHashMap<>(experiment.architectures());
            networks.replaceAll((name, _) -> stored.architecture(name));
            return networks;
        }

        /** Its networks, each to be loaded when it is needed. */
        NetworkStore networksOf(Experiment experiment) {
            return new CheckpointNetworks(path, networks, experiment);
        }

        /** Fills a learner of the same networks. @throws IOException when the files do not fit it */
        void loadInto(Learner learner) throws IOException {
            for (Map.Entry<String, Map<String, Tensor>> file : learner.tensors().entrySet()) {
                Safetensors.readInto(
                        CheckpointFiles.tensors(path, file.getKey()), file.getValue(), EarlierNames::today);
            }
            try {
                learner.restoreCounters(state.learner());
            } catch (IllegalArgumentException e) {
                throw new IOException(path.resolve(CheckpointState.FILE) + " is damaged: " + e.getMessage(), e);
            }
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
     * Writes a checkpoint and removes old ones. One that is there already has the same tensors and gets the new state.
     *
     * @return its folder
     * @throws TrainingException when it cannot be written; what was there before stays
     */
    Path write(String name, Learner learner, Retention retention, StateMaker stateMaker) {
        Path target = folder.resolve(name);
        Path unfinished = folder.resolve(UNFINISHED + name);
        try {
            removeUnfinished();
            CheckpointState there = soundState(target);
            if (there != null) {
                stateMaker.make(there.hashes()).write(target);
                flushFolder(target);
                return target;
            }
            CheckpointFiles.makeWay(target, tensors);
            Files.createDirectories(unfinished);
            Map<String, String> checksums = new TreeMap<>();
            for (Map.Entry<String, Map<String, Tensor>> entry :
                    learner.tensors().entrySet()) {
                Path file = CheckpointFiles.tensors(unfinished, entry.getKey());
                Map<String, String> metadata = new TreeMap<>(learner.metadata().getOrDefault(entry.getKey(), Map.of()));
                metadata.put("format", "pt");
                Safetensors.write(file, entry.getValue(), metadata);
                checksums.put(file.getFileName().toString(), Checksum.of(file));
            }
            stateMaker.make(checksums).write(unfinished);
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
                    "The checkpoint " + target + " cannot be written: " + Messages.reason(e) + ". " + lastGood(), e);
        }
        removeOld(retention);
        return target;
    }

    /** Makes a finished checkpoint the best one, which stays until another is. */
    void markBest(Path checkpoint) {
        best.pointTo(checkpoint.getFileName().toString());
    }

    /**
     * The checkpoint to make samples with: the best, or the newest when none was marked. Another stands in for a damaged one
     * only when it is not much younger.
     *
     * @throws TrainingException when there is none; the message tells what there is
     */
    Sound bestOrNewest() {
        List<String> names = names();
        String marked = best.name();
        if (marked == null && names.isEmpty()) {
            return newest();
        }
        String wanted = marked == null ? names.getFirst() : marked;
        String damage;
        try {
            return read(folder.resolve(wanted));
        } catch (IOException e) {
            damage = String.valueOf(e.getMessage());
        }
        Sound other = newest();
        long images = other.state().images();
        if (images == 0 || images * NEAR < RunDirectory.images(wanted)) {
            throw new TrainingException("The " + (marked == null ? "newest" : "best") + " checkpoint of "
                    + directory.path() + " is damaged: " + damage + " The newest whole one, "
                    + other.path().getFileName() + ", is from much earlier in the training and would make far worse"
                    + " images. To take it all the same: duello sample " + directory.path() + " --checkpoint "
                    + other.path().getFileName());
        }
        log.warn(
                "The {} checkpoint is damaged, {} is taken in its place: {}",
                marked == null ? "newest" : "best",
                other.path().getFileName(),
                damage);
        return other;
    }

    /**
     * A certain checkpoint.
     *
     * @param wanted its name, or the thousands of images that it has seen, such as {@code 25.024}
     * @throws TrainingException when there is none, or it is damaged
     */
    Sound named(String wanted) {
        List<String> names = names();
        String name = names.stream()
                .filter(candidate -> candidate.equals(wanted) || isAt(candidate, wanted))
                .findFirst()
                .orElseThrow(() -> new TrainingException("There is no checkpoint '" + wanted + "' in " + folder + ". "
                        + (names.isEmpty() ? "There is none at all." : "There are " + String.join(", ", names) + ".")));
        try {
            return read(folder.resolve(name));
        } catch (IOException e) {
            throw new TrainingException(e.getMessage(), e);
        }
    }

    private static boolean isAt(String name, String kimg) {
        return kimg.matches("\\d{1,12}(\\.\\d{1,3})?k?")
                && new BigDecimal(kimg.replace("k", ""))
                                .movePointRight(3)
                                .compareTo(BigDecimal.valueOf(RunDirectory.images(name)))
                        == 0;
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
                                + " yet: the run is only beginning, or it stopped before its first."
                                + " In the latter case delete its folder and start it again."
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
            if (marked != null && RunDirectory.images(marked) > RunDirectory.images(kept)) {
                best.remove();
            }
            for (String name : names()) {
                if (RunDirectory.images(name) > RunDirectory.images(kept)) {
                    CheckpointFiles.delete(folder.resolve(name), tensors);
                }
            }
        } catch (IOException e) {
            throw new TrainingException(folder + " cannot be written: " + Messages.reason(e) + ".", e);
        }
        return chosen;
    }

    /** Null when there is no whole checkpoint at a path. */
    private @Nullable CheckpointState soundState(Path path) {
        try {
            return Files.exists(path) ? read(path).state() : null;
        } catch (IOException e) {
            return null;
        }
    }

    private Sound read(Path path) throws IOException {
        CheckpointState state = CheckpointState.read(path);
        for (Map.Entry<String, String> entry : state.hashes().entrySet()) {
            Path file = path.resolve(entry.getKey());
            if (!Files.isRegularFile(file) || !Checksum.fits(file, entry.getValue())) {
                throw new IOException(file + (Files.exists(file) ? " is damaged." : " is missing."));
            }
        }
        return new Sound(path, state, directory.networksFile());
    }

    /** Names of finished checkpoints, the newest first. What does not look like one is somebody else's. */
    List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(
                            entry -> RunDirectory.images(entry.getFileName().toString()) >= 0)
                    .filter(CheckpointFiles::areIn)
                    .map(entry -> entry.getFileName().toString())
                    .sorted(Comparator.comparingLong(RunDirectory::images).reversed())
                    .toList();
        } catch (IOException e) {
            throw new TrainingException(folder + " cannot be read: " + Messages.reason(e) + ".", e);
        }
    }

    private void removeOld(Retention retention) {
        List<String> names = names();
        Set<String> kept = new HashSet<>(names.subList(0, Math.min(1, names.size())));
        kept.add(best.name());
        names.stream()
                .filter(name -> retention.isScheduled().test(RunDirectory.images(name)))
                .limit(retention.keep())
                .forEach(kept::add);
        names.stream().filter(name -> !kept.contains(name)).map(folder::resolve).forEach(old -> {
            try {
                CheckpointFiles.delete(old, tensors);
            } catch (IOException e) {
                log.warn("The old checkpoint {} cannot be removed: {}", old, Messages.reason(e));
            }
        });
    }

    /** What a killed process left behind. */
    private void removeUnfinished() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(
                            path -> path.getFileName().toString().startsWith(UNFINISHED))
                    .toList()) {
                CheckpointFiles.delete(entry, tensors);
            }
        }
    }

    /** A rename survives a power cut only when its folder is flushed too; Windows has no such thing. */
    private static void flushFolder(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            log.debug("{} cannot be flushed: {}", path, e.getMessage());
        }
    }
}
