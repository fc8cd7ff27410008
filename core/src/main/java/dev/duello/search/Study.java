package dev.duello.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.Messages;
import dev.duello.data.AtomicFiles;
import dev.duello.data.Dataset;
import dev.duello.learn.ObjectMappers;
import dev.duello.learn.SettingException;
import dev.duello.search.StudyPlanner.Done;
import dev.duello.search.StudyPlanner.Train;
import dev.duello.search.StudyPlanner.Wait;
import dev.duello.search.TrialTrainer.Job;
import dev.duello.search.TrialTrainer.Outcome;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import dev.duello.train.TrainingException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A folder of trials. Whatever happened is a line of its journal; whoever works on it, threads, processes or machines, holds a
 * lock on the trial that is being trained. When a process is killed its locks are gone, and others take its trials over from
 * their newest checkpoints.
 */
public final class Study {
    private static final String SETTINGS = "study.json";
    private static final String BASE = "experiment.yaml";
    /** While others train, their results are looked for as often. */
    private static final long POLL_MILLIS = 500;
    /** So many trials that fail from the first on are no chance. */
    private static final int ALL_FAILED = 3;

    private final Path path;
    private final Space space;
    private final StudySettings settings;
    private final Journal journal;
    private volatile boolean stopRequested;

    private Study(Path path, Space space, StudySettings settings) {
        this.path = path;
        this.space = space;
        this.settings = settings;
        journal = new Journal(path);
    }

    /** Told after each change by this process. */
    public interface Listener {
        /** @param event what happened; the state knows it already */
        void on(StudyEvent event, StudyState state);
    }

    /**
     * Opens a study, which is made where there is none.
     *
     * @param base the experiment of all trials, as YAML
     * @throws TrainingException when the folder holds something else, or a study of other settings
     */
    public static Study open(Path path, String base, Space space, StudySettings settings) {
        try {
            refuseOthers(path);
            AtomicFiles.createFolders(path);
            return Journal.locked(path, () -> {
                Path file = path.resolve(SETTINGS);
                // Where nothing was begun yet, such as with a space that turned out to be none, nothing is lost.
                if (Files.exists(file) && new Journal(path).length() > 0) {
                    check(path, base, space, settings);
                    return new Study(path, space, settings);
                }
                String wanted = describe(space, settings);
                AtomicFiles.replace(path.resolve(BASE), beside -> Files.writeString(beside, base));
                AtomicFiles.replace(file, beside -> Files.writeString(beside, wanted));
                return new Study(path, space, settings);
            });
        } catch (IOException e) {
            throw problem(path, e);
        }
    }

    /**
     * The same with the space of a file, or the default one, whose values are then tried with the data.
     *
     * @param space a YAML file that says which settings to search, or null
     * @param data that all trials learn from
     * @throws SettingException naming what is no value of its setting
     */
    public static Study open(Path path, Experiment base, @Nullable Path space, StudySettings settings, Dataset data) {
        Space searched = space == null
                ? SpaceReader.defaults(base, settings.metrics().contains(Ranking.SECONDS))
                : SpaceReader.read(space, base);
        Study study = open(path, ExperimentReader.write(base), searched, settings);
        study.check(data, key -> space == null ? key : SpaceReader.place(space, key));
        return study;
    }

    /**
     * Refuses experiments that are not to be searched for.
     *
     * @throws SettingException when it is private, or makes nothing that could be measured
     */
    public static void refuseUnsuited(Experiment base) {
        if (base.settings().privacy().isOn()) {
            throw new SettingException(
                    "privacy.epsilon: each trial of a search looks at the private images, which no promise"
                            + " of a single training covers: search on images that anybody may see, then train.");
        }
        if (!base.kind().isGenerative()) {
            throw new SettingException("preset: a " + base.learner()
                    + " makes no images that could be measured: a search needs a metric.");
        }
    }

    /** What another process is just about to make is no reason to refuse a folder. */
    private static void refuseOthers(Path path) throws IOException {
        if (!Files.exists(path) || Files.exists(path.resolve(SETTINGS))) {
            return;
        }
        try (var entries = Files.list(path)) {
            if (entries.map(each -> each.getFileName().toString())
                    .anyMatch(name ->
                            !name.startsWith(BASE) && !name.startsWith(SETTINGS) && !name.equals(Journal.LOCK))) {
                throw new TrainingException(path + " is not empty and holds no study. Choose a new folder.");
            }
        }
    }

    /** Whether a folder holds a study. */
    public static boolean isStudy(Path path) {
        return Files.isRegularFile(settingsFile(path));
    }

    /** The file that makes a folder a study; written once, when it is begun. */
    public static Path settingsFile(Path path) {
        return path.resolve(SETTINGS);
    }

    /**
     * A study that there is, to look at. Nothing is written.
     *
     * @throws TrainingException when the folder holds none that can be read
     */
    public static Study read(Path path) {
        try {
            JsonNode space = ObjectMappers.JSON
                    .readTree(Files.readString(path.resolve(SETTINGS)))
                    .get("parameters");
            if (space == null) {
                throw new TrainingException(path + " was begun by an earlier Duello, which did not store its space in a"
                        + " form that can be read: look at its report.html.");
            }
            // A parameter without a condition has null in its place.
            Space parameters = ObjectMappers.JSON
                    .readerFor(Space.class)
                    .without(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .readValue(space);
            return new Study(path, parameters, settings(path));
        } catch (IOException | IllegalArgumentException e) {
            throw new TrainingException("The study " + path + " cannot be read: " + Messages.reason(e) + ".", e);
        }
    }

    /** How far the journal has been written, in bytes: it is only ever appended to. */
    public long written() {
        return journal.length();
    }

    /** The settings of a study that there is, or null. */
    public static @Nullable StudySettings existing(Path path) {
        try {
            return isStudy(path) ? settings(path) : null;
        } catch (IOException e) {
            throw problem(path, e);
        }
    }

    private static TrainingException problem(Path path, IOException e) {
        return new TrainingException("The study " + path + " cannot be used: " + Messages.reason(e) + ".", e);
    }

    private static String describe(Space space, StudySettings settings) throws JsonProcessingException {
        ObjectNode node = ObjectMappers.JSON.createObjectNode();
        node.put("format", 1);
        node.set("settings", ObjectMappers.JSON.valueToTree(settings));
        node.put("space", String.valueOf(space));
        node.set("parameters", ObjectMappers.JSON.valueToTree(space));
        return ObjectMappers.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    }

    private static StudySettings settings(Path path) throws IOException {
        return ObjectMappers.JSON.treeToValue(
                ObjectMappers.JSON
                        .readTree(Files.readString(path.resolve(SETTINGS)))
                        .get("settings"),
                StudySettings.class);
    }

    /** Refuses to go on with other settings. How many trials run side by side is a matter of each machine. */
    private static void check(Path path, String base, Space space, StudySettings settings) throws IOException {
        StudySettings before = settings(path);
        Map<String, Boolean> same = new LinkedHashMap<>();
        same.put("metric", before.metrics().equals(settings.metrics()));
        same.put("length", before.lengths().equals(settings.lengths()));
        same.put("seed", before.seed() == settings.seed());
        same.put("sampler", before.sampler().equals(settings.sampler()));
        same.put(
                "space",
                ObjectMappers.JSON
                        .readTree(Files.readString(path.resolve(SETTINGS)))
                        .get("space")
                        .asText()
                        .equals(String.valueOf(space)));
        same.put("experiment", Files.readString(path.resolve(BASE)).equals(base));
        same.forEach((name, isSame) -> {
            if (!isSame) {
                throw new TrainingException(path + " holds a study of another " + name
                        + ": go on with the command that began it, or choose another folder with --out.");
            }
        });
    }

    public Path path() {
        return path;
    }

    /** The experiment of all trials. */
    public Path base() {
        return path.resolve(BASE);
    }

    public Space space() {
        return space;
    }

    public StudySettings settings() {
        return settings;
    }

    /**
     * Tries both ends of every range and every choice, each by itself.
     *
     * @param place where a key of the space stands, as a text that begins with it, such as {@link SpaceReader#place} tells
     * @throws SettingException naming what is no value of its setting
     */
    public void check(Dataset data, UnaryOperator<String> place) {
        SearchedSettings.check(space, base(), data, place);
    }

    /** As it is now. */
    public StudyState state() {
        return journal.read();
    }

    /** The trials of the search that did not fail, the best first. */
    public List<Trial> ranked(StudyState state) {
        return new StudyPlanner(space, settings, StudyLimit.trials(0)).ranked(state);
    }

    /** Where a trial lies. */
    public Path folder(int trial) {
        return path.resolve("trials").resolve(String.format(Locale.ROOT, "%04d", trial));
    }

    /**
     * Works until the limit is reached and nothing is left to do, or {@link #requestStop}.
     *
     * @param jobs trials side by side
     * @throws TrainingException when the folder cannot be used, or all trials fail
     */
    public void work(TrialTrainer trainer, StudyLimit limit, int jobs, Listener listener) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        List<Throwable> problems = new ArrayList<>();
        for (int job = 0; job < jobs; job++) {
            threads.add(Thread.ofPlatform().name("trial-" + job).start(() -> {
                try {
                    workAlone(trainer, limit, listener);
                } catch (InterruptedException | RuntimeException | Error e) {
                    synchronized (problems) {
                        problems.add(e);
                    }
                    requestStop();
                    trainer.stop();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (Throwable problem : problems) {
            switch (problem) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException(problem);
            }
        }
    }

    /** Begins nothing more; what is being trained is to be stopped by its trainer. May be called from any thread. */
    public void requestStop() {
        stopRequested = true;
    }

    private void workAlone(TrialTrainer trainer, StudyLimit limit, Listener listener) throws InterruptedException {
        StudyPlanner planner = new StudyPlanner(space, settings, limit);
        while (!stopRequested) {
            try (Claim claim = claim(planner)) {
                if (claim.isDone) {
                    return;
                }
                if (claim.job == null) {
                    Thread.sleep(POLL_MILLIS);
                    continue;
                }
                Job job = claim.job;
                StudyState state = state();
                listener.on(new StudyEvent.Began(job.trial().number(), job.rung(), Worker.self(), now()), state);
                long start = System.nanoTime();
                Outcome outcome = trainer.train(job);
                if (outcome.isInterrupted()) {
                    // Somebody stops it, perhaps this process as well, which hears of it a moment later.
                    Thread.sleep(POLL_MILLIS);
                    continue;
                }
                StudyEvent.Ended ended = ended(job, outcome, (System.nanoTime() - start) / 1e9);
                journal.append(ended);
                state = state();
                listener.on(ended, state);
                refuseHopeless(state);
            }
        }
    }

    private StudyEvent.Ended ended(Job job, Outcome outcome, double spent) {
        Map<String, Double> values = new LinkedHashMap<>();
        if (!outcome.curve().isEmpty()) {
            settings.metrics().forEach(metric -> values.put(metric, Ranking.best(metric, outcome.curve())));
        }
        return new StudyEvent.Ended(
                job.trial().number(), job.rung(), values, outcome.curve(), spent, outcome.trouble(), now());
    }

    private static void refuseHopeless(StudyState state) {
        List<Trial> ended = state.searched().stream()
                .filter(trial -> !trial.results().isEmpty())
                .toList();
        if (ended.size() >= ALL_FAILED && ended.stream().allMatch(trial -> trial.rung() < 0)) {
            throw new TrainingException(
                    "All trials so far failed, the last: " + ended.getLast().trouble());
        }
    }

    private static long now() {
        return Instant.now().toEpochMilli();
    }

    /** Chooses what to do next and locks it, while nobody else can. */
    private Claim claim(StudyPlanner planner) {
        return journal.decide(state -> {
            for (Trial trial : state.trials()) {
                if (trial.isRunning() || trial.results().isEmpty()) {
                    int rung = trial.isRunning() ? trial.running() : firstRung(trial);
                    Claim stale = Claim.take(job(trial, rung));
                    if (stale != null) {
                        // Nobody holds it any more.
                        return new Journal.Decision<>(List.of(began(trial.number(), rung)), stale);
                    }
                }
            }
            return switch (planner.next(state)) {
                case Done _ -> new Journal.Decision<>(List.of(), Claim.DONE);
                case Wait _ -> new Journal.Decision<>(List.of(), Claim.WAIT);
                case Train next -> {
                    StudyEvent.Proposed proposed = next.trial();
                    Trial trial =
                            next.isNew() ? Trial.of(proposed) : state.trials().get(proposed.trial());
                    Claim claim = Claim.take(job(trial, next.rung()));
                    if (claim == null) {
                        yield new Journal.Decision<>(List.of(), Claim.WAIT);
                    }
                    StudyEvent.Began began = began(proposed.trial(), next.rung());
                    yield new Journal.Decision<>(next.isNew() ? List.of(proposed, began) : List.of(began), claim);
                }
            };
        });
    }

    private int firstRung(Trial trial) {
        return trial.isOfSearch() ? 0 : settings.lengths().size() - 1;
    }

    private static StudyEvent.Began began(int trial, int rung) {
        return new StudyEvent.Began(trial, rung, Worker.self(), now());
    }

    private Job job(Trial trial, int rung) {
        return new Job(trial, rung, settings.lengths().get(rung), folder(trial.number()));
    }

    /** The right to train a trial: a lock on a file in its folder, which ends with this process at the latest. */
    private static final class Claim implements AutoCloseable {
        static final Claim DONE = new Claim(null, null, true);
        static final Claim WAIT = new Claim(null, null, false);
        /** Those of this process. To open and close such a file once more would end its lock. */
        private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

        final @Nullable Job job;
        final boolean isDone;
        private final @Nullable FileChannel channel;

        private Claim(@Nullable Job job, @Nullable FileChannel channel, boolean isDone) {
            this.job = job;
            this.channel = channel;
            this.isDone = isDone;
        }

        /** Null when somebody has it. */
        static @Nullable Claim take(Job job) {
            Path file = file(job);
            if (!HELD.add(file)) {
                return null;
            }
            FileChannel channel = null;
            boolean isTaken = false;
            try {
                AtomicFiles.createFolders(job.folder());
                channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                isTaken = channel.tryLock() != null;
                return isTaken ? new Claim(job, channel, false) : null;
            } catch (IOException e) {
                throw problem(job.folder(), e);
            } finally {
                if (!isTaken) {
                    close(file, channel);
                }
            }
        }

        private static Path file(Job job) {
            return job.folder().toAbsolutePath().normalize().resolve(".claim");
        }

        private static void close(Path file, @Nullable FileChannel channel) {
            try {
                if (channel != null) {
                    channel.close();
                }
                HELD.remove(file);
            } catch (IOException e) {
                throw new TrainingException("A lock could not be released: " + Messages.reason(e) + ".", e);
            }
        }

        @Override
        public void close() {
            if (job != null) {
                close(file(job), channel);
            }
        }
    }
}
