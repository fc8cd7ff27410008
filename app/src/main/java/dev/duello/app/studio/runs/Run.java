package dev.duello.app.studio.runs;

import dev.duello.data.DataException;
import dev.duello.gan.Duel;
import dev.duello.nn.ShapeException;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run, read as far as its log was written by now. Safe for several threads. */
public final class Run {
    private static final Pattern SAMPLE = Pattern.compile("samples/([0-9]{6,}\\.[0-9]{3}k|best)\\.png");
    private static final List<String> PAGES = List.of("evaluation.html", "report.html");
    /** What is read at once of a long log, so that who wants to see how the run stands waits for a moment only. */
    private static final long PORTION = 1 << 20;
    /** A log's end tells how the run stands before all of it was read. */
    private static final long GLANCE = 8 << 10;

    private final Path path;
    private final LogTail tail;
    private History history = new History();
    private @Nullable History glance;
    /** Beginning with the log's. */
    private final List<Span.Milestone> milestones = new ArrayList<>();

    private Facts facts;
    private FileTime factsOf;
    private @Nullable List<NetworkTable> networks;

    /** What a reading found. @param more whether the rest of the log waits to be read */
    record News(List<History.Row> rows, boolean marked, boolean replaced, boolean more) {}

    /** @throws IOException when the folder holds no experiment that can be read */
    private Run(Path path) throws IOException {
        this.path = path;
        tail = new LogTail(log());
        factsOf = Files.getLastModifiedTime(experimentFile());
        facts = Facts.read(experimentFile());
    }

    /** @throws IOException when the folder holds no experiment that can be read */
    public static Run open(Path path) throws IOException {
        Run run = new Run(path);
        run.glanceAtEnd();
        return run;
    }

    private Path log() {
        return path.resolve("events.jsonl");
    }

    private Path experimentFile() {
        return path.resolve("experiment.yaml");
    }

    private void glanceAtEnd() throws IOException {
        long length = tail.length();
        if (length > GLANCE) {
            History end = new History();
            LogTail last = new LogTail(log());
            last.skipTo(length - GLANCE);
            last.read(GLANCE, end::accept);
            glance = end;
        }
    }

    public Path path() {
        return path;
    }

    public String id() {
        return String.valueOf(path.getFileName());
    }

    /** Reads what is new, at most a portion. */
    synchronized News read() throws IOException {
        FileTime written = Files.getLastModifiedTime(experimentFile());
        if (!written.equals(factsOf)) {
            factsOf = written;
            facts = Facts.read(experimentFile());
        }
        List<History.Row> rows = new ArrayList<>();
        long marks = history.marks();
        boolean replaced = tail.read(PORTION, (bytes, from, to) -> {
            History.Row row = history.accept(bytes, from, to);
            if (row != null) {
                rows.add(row);
            }
        });
        if (replaced) {
            history = new History();
            glance = null;
        }
        if (replaced) {
            milestones.clear();
        }
        if (milestones.isEmpty() || tail.position() - milestones.getLast().position() >= PORTION) {
            milestones.add(milestones.isEmpty() ? new Span.Milestone(0, 0, 0, 0) : here());
        }
        boolean more = tail.length() - tail.position() > PORTION / 4;
        if (!more) {
            glance = null;
        }
        return new News(rows, history.marks() != marks, replaced, more || replaced);
    }

    /** Reads on, to the end of the log or for so long. */
    public void readFor(long milliseconds) throws IOException {
        long end = System.nanoTime() + milliseconds * 1_000_000;
        while (read().more() && System.nanoTime() < end) {
            // The next portion.
        }
    }

    /** Reads to the end of the log. */
    public void readAll() throws IOException {
        readFor(Long.MAX_VALUE / 2_000_000);
    }

    public synchronized Summary summary() {
        History now = glance == null ? history : glance;
        List<History.Evaluation> evaluations = history.evaluations();
        Optional<History.Evaluation> best = evaluations.reversed().stream()
                .filter(evaluation -> evaluation.best() && evaluation.values().containsKey(facts.metric()))
                .findFirst();
        RunStatus status =
                RunStatus.of(now.stopReason(), now.stopReason() == null && TrainingProcess.isAlive(path, log()));
        long length = Math.max(1, tail.length());
        return new Summary(
                id(),
                status,
                now.stopReason(),
                facts.preset(),
                facts.data(),
                facts.metric(),
                best.map(evaluation -> evaluation.values().get(facts.metric())).orElse(null),
                best.map(History.Evaluation::images).orElse(0L),
                now.images(),
                now.total() > 0 ? now.total() : facts.images(),
                now.seconds(),
                now.speed(),
                history.started(),
                newest(history.samples()),
                history.alerts().size(),
                glance == null ? 1 : Math.min(1, (double) tail.position() / length));
    }

    private static @Nullable String newest(List<History.Sample> samples) {
        return samples.reversed().stream()
                .map(History.Sample::file)
                .filter(file -> SAMPLE.matcher(file).matches())
                .findFirst()
                .map(file -> file.substring(file.lastIndexOf('/') + 1))
                .orElse(null);
    }

    public synchronized Curves.Snapshot curves() {
        return history.curves().snapshot();
    }

    /** Curves of a part only, and so finer: read from the log anew, as far as it was read by now. */
    public Curves.Snapshot curves(Span span) throws IOException {
        long[] places;
        synchronized (this) {
            List<Span.Milestone> all = new ArrayList<>(milestones);
            all.add(here());
            places = span.places(all);
        }
        History part = new History(row -> span.holds(row.images(), row.seconds()));
        LogTail again = new LogTail(log());
        again.goTo(places[0]);
        again.read(places[1] - places[0], part::accept);
        return part.curves().snapshot();
    }

    private Span.Milestone here() {
        return new Span.Milestone(tail.position(), history.images(), history.seconds(), history.sittings());
    }

    /** @param output see {@link Details#output} */
    public synchronized Details details(String output) {
        List<History.Sample> there = history.samples().stream()
                .filter(sample -> SAMPLE.matcher(sample.file()).matches())
                .filter(sample -> Files.isRegularFile(path.resolve(sample.file())))
                .toList();
        return new Details(
                summary(),
                facts.text(),
                history.latest(),
                history.evaluations(),
                there,
                Files.isRegularFile(path.resolve("samples/reals.png")),
                history.alerts(),
                checkpoints(),
                networks(),
                PAGES.stream()
                        .filter(page -> Files.isRegularFile(path.resolve(page)))
                        .toList(),
                output);
    }

    /** Finished checkpoints, the newest first. */
    private List<Details.Checkpoint> checkpoints() {
        RunDirectory directory = new RunDirectory(path);
        String best = directory.bestCheckpoint().orElse("");
        return directory.checkpointNames().stream()
                .map(name -> new Details.Checkpoint(name, images(name), name.equals(best)))
                .toList();
    }

    /** The images in a name such as {@code 000025.024k}. */
    private static long images(String name) {
        String digits = name.replaceAll("[^0-9]", "");
        return digits.isEmpty() || digits.length() > 18 ? 0 : Long.parseLong(digits);
    }

    private List<NetworkTable> networks() {
        if (networks == null) {
            try {
                Duel.Rules rules = RunDirectory.open(path).experiment().rules();
                networks = List.of(
                        NetworkTable.of("Generator", rules.generator()),
                        NetworkTable.of("Discriminator", rules.discriminator()));
            } catch (ShapeException | TrainingException | DataException e) {
                networks = List.of();
            }
        }
        return networks;
    }

    /** A picture or a page of the run that may be shown, if it is there and really inside the run's folder. */
    public Optional<Path> file(String name) {
        boolean known = SAMPLE.matcher(name).matches() || name.equals("samples/reals.png") || PAGES.contains(name);
        return Optional.of(path.resolve(known ? name : "-"))
                .filter(Files::isRegularFile)
                .filter(this::isInside);
    }

    private boolean isInside(Path file) {
        try {
            return file.toRealPath().startsWith(path.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    /** The process that trains it now. */
    public Optional<ProcessHandle> process() {
        return summary().status() == RunStatus.TRAINING ? TrainingProcess.of(path) : Optional.empty();
    }

    /** The folders of runs in a folder. */
    static List<Path> in(Path root) {
        try (Stream<Path> entries = Files.list(root)) {
            Path real = root.toRealPath();
            return entries.filter(path -> !path.getFileName().toString().startsWith("."))
                    .filter(path -> Files.isRegularFile(path.resolve("experiment.yaml")))
                    .filter(path -> isBelow(real, path))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean isBelow(Path root, Path path) {
        try {
            return path.toRealPath().startsWith(root);
        } catch (IOException e) {
            return false;
        }
    }
}
