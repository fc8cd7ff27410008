package dev.duello.app.studio.runs;

import dev.duello.Messages;
import dev.duello.data.DataException;
import dev.duello.data.Medium;
import dev.duello.data.SampleFormat;
import dev.duello.learn.LearnerKinds;
import dev.duello.learn.SettingException;
import dev.duello.learn.Statistic;
import dev.duello.metric.MetricLabel;
import dev.duello.nn.ShapeException;
import dev.duello.search.Study;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import dev.duello.train.RunDirectory;
import dev.duello.train.SettingsReference;
import dev.duello.train.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run, read as far as its log was written by now. Safe for several threads. */
public final class Run {
    private static final Pattern SAMPLE = Pattern.compile("samples/([0-9]{6,}\\.[0-9]{3}k|best)\\.png");
    /** What lies beside the picture of sounds, shapes, videos and texts. */
    private static final Pattern BESIDE = Pattern.compile("samples/([0-9]{6,}\\.[0-9]{3}k|best|reals)\\.(wav|gif|txt)");

    private static final List<String> PAGES = List.of("evaluation.html", "explain.html", "audit.html", "report.html");
    /** What is read at once of a long log, so that who wants to see how the run stands waits for a moment only. */
    private static final long PORTION = 1 << 20;
    /** Settings that a new run finds in its data. */
    private static final Set<String> FOUND = Set.of(
            "preset",
            "data.source",
            "data.size",
            "data.channels",
            "data.length",
            "data.rate",
            "data.alphabet",
            "data.frames",
            "training.anneal-kimg");

    /** A log's end tells how the run stands before all of it was read. */
    private static final long GLANCE = 8 << 10;

    private final Path path;
    private final LogTail tail;
    private RunHistory history = new RunHistory();
    private @Nullable RunHistory glance;
    /** Beginning with the log's. */
    private final List<CurveRange.Milestone> milestones = new ArrayList<>();

    private ExperimentSummary facts;
    private FileTime factsOf;
    private RunNotes notes;
    private @Nullable List<NetworkTable> networks;
    private RunDetails.@Nullable Grid grid;
    private @Nullable Experiment experiment;

    /** What a reading found. @param more whether the rest of the log waits to be read */
    record News(List<RunHistory.Row> rows, boolean marked, boolean replaced, boolean more) {}

    /** @throws IOException when the folder holds no experiment that can be read */
    private Run(Path path) throws IOException {
        this.path = path;
        tail = new LogTail(log());
        factsOf = Files.getLastModifiedTime(experimentFile());
        facts = ExperimentSummary.read(experimentFile());
        notes = RunNotes.read(path);
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
            RunHistory end = new RunHistory();
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
            facts = ExperimentSummary.read(experimentFile());
            experiment = null;
        }
        List<RunHistory.Row> rows = new ArrayList<>();
        long marks = history.marks();
        boolean replaced = tail.read(PORTION, (bytes, from, to) -> {
            RunHistory.Row row = history.accept(bytes, from, to);
            if (row != null) {
                rows.add(row);
            }
        });
        if (replaced) {
            history = new RunHistory();
            glance = null;
        }
        if (replaced) {
            milestones.clear();
        }
        if (milestones.isEmpty() || tail.position() - milestones.getLast().position() >= PORTION) {
            milestones.add(milestones.isEmpty() ? new CurveRange.Milestone(0, 0, 0, 0) : here());
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

    public synchronized RunSummary summary() {
        RunHistory now = glance == null ? history : glance;
        List<RunHistory.Evaluation> evaluations = history.evaluations();
        Optional<RunHistory.Evaluation> best = evaluations.reversed().stream()
                .filter(evaluation -> evaluation.best() && evaluation.values().containsKey(facts.metric()))
                .findFirst();
        RunStatus status =
                RunStatus.of(now.stopReason(), now.stopReason() == null && TrainingProcess.isAlive(path, log()));
        long length = Math.max(1, tail.length());
        String protocol = best.map(RunHistory.Evaluation::protocol)
                .or(() -> evaluations.stream()
                        .map(RunHistory.Evaluation::protocol)
                        .findFirst())
                .filter(told -> !told.isEmpty())
                .orElse("");
        return new RunSummary(
                id(),
                notes.title(),
                notes.tags(),
                status,
                now.stopReason(),
                status == RunStatus.CRASHED ? problem(now) : null,
                facts.preset(),
                facts.data(),
                facts.metric(),
                label(facts.metric(), protocol),
                StoredMetrics.help(facts.metric()),
                protocol,
                StoredMetrics.better(facts.metric()),
                best.map(evaluation -> evaluation.values().get(facts.metric())).orElse(null),
                best.map(RunHistory.Evaluation::images).orElse(0L),
                now.images(),
                now.total() > 0 ? now.total() : facts.images(),
                now.seconds(),
                now.speed(),
                history.started(),
                newest(history.samples()),
                history.alerts().size(),
                glance == null ? 1 : Math.min(1, (double) tail.position() / length));
    }

    /** Logs did not tell their protocol from the beginning; the settings name the features at least. */
    private String label(String metric, String protocol) {
        String features = protocol.isEmpty() ? facts.features() : protocol;
        // What "auto" is gets known with the first evaluation.
        boolean open = features.equals("auto") && history.evaluations().isEmpty();
        return open ? metric : MetricLabel.of(metric, features.equals("auto") ? "" : features);
    }

    /** Why it failed: as its log says, or its process, or else what is known. */
    private String problem(RunHistory now) {
        if (!now.stopMessage().isEmpty()) {
            return now.stopMessage();
        }
        Optional<String> said = TrainingLauncher.lastError(path);
        if (said.isPresent()) {
            return said.get();
        }
        if (now.stopReason() == null) {
            return "Its process ended without a word: it was killed, or the machine went down.";
        }
        return history.alerts().reversed().stream()
                .filter(alert -> alert.symptom().equals("divergence"))
                .map(RunHistory.Alert::evidence)
                .findFirst()
                .orElse("It failed, and its log does not say why.");
    }

    private static @Nullable String newest(List<RunHistory.Sample> samples) {
        return samples.reversed().stream()
                .map(RunHistory.Sample::file)
                .filter(file -> SAMPLE.matcher(file).matches())
                .findFirst()
                .map(file -> file.substring(file.lastIndexOf('/') + 1))
                .orElse(null);
    }

    public synchronized Curves.Snapshot curves() {
        return history.curves().snapshot();
    }

    /** Curves of a part only, and so finer: read from the log anew, as far as it was read by now. */
    public Curves.Snapshot curves(CurveRange span) throws IOException {
        long[] places;
        synchronized (this) {
            List<CurveRange.Milestone> all = new ArrayList<>(milestones);
            all.add(here());
            places = span.places(all);
        }
        RunHistory part = new RunHistory(row -> span.holds(row.images(), row.seconds()));
        LogTail again = new LogTail(log());
        again.goTo(places[0]);
        again.read(places[1] - places[0], part::accept);
        return part.curves().snapshot();
    }

    private CurveRange.Milestone here() {
        return new CurveRange.Milestone(tail.position(), history.images(), history.seconds(), history.sittings());
    }

    /** @param output see {@link RunDetails#output} */
    public synchronized RunDetails details(String output) {
        List<RunHistory.Sample> there = history.samples().stream()
                .filter(sample -> SAMPLE.matcher(sample.file()).matches())
                .filter(sample -> Files.isRegularFile(path.resolve(sample.file())))
                .toList();
        Map<String, String> settings = settings();
        StoredMetrics measured = StoredMetrics.read(path);
        return new RunDetails(
                summary(),
                notes.text(),
                facts.text(),
                settings,
                own(settings),
                history.latest(),
                meanings(),
                measures(measured),
                measured,
                StoredAudit.read(path),
                medium(),
                makes(),
                grid(),
                history.evaluations(),
                there,
                Files.isRegularFile(path.resolve("samples/reals.png")),
                history.alerts(),
                history.ranks(),
                checkpoints(),
                networks(),
                PAGES.stream()
                        .filter(page -> Files.isRegularFile(path.resolve(page)))
                        .toList(),
                output);
    }

    /** Finished checkpoints, the newest first. */
    private List<RunDetails.Checkpoint> checkpoints() {
        RunDirectory directory = new RunDirectory(path);
        String best = directory.bestCheckpoint().orElse("");
        return directory.checkpointNames().stream()
                .map(name -> new RunDetails.Checkpoint(name, images(name), name.equals(best)))
                .toList();
    }

    /** The images in a name such as {@code 000025.024k}. */
    private static long images(String name) {
        String digits = name.replaceAll("[^0-9]", "");
        return digits.isEmpty() || digits.length() > 18 ? 0 : Long.parseLong(digits);
    }

    /** Replaces what people wrote about it. */
    public synchronized void write(RunNotes written) throws IOException {
        written.write(path);
        notes = written;
    }

    /** As the library reads it, or null where it cannot. */
    private @Nullable Experiment experiment() {
        if (experiment == null) {
            try {
                experiment = RunDirectory.open(path).experiment();
            } catch (TrainingException | SettingException | DataException | ShapeException e) {
                return null;
            }
        }
        return experiment;
    }

    private Map<String, String> settings() {
        Experiment known = experiment();
        return known == null ? Map.of() : SettingsReference.values(known);
    }

    /** Not what is found in the data or on the machine anyway. */
    private Map<String, String> own(Map<String, String> settings) {
        Map<String, String> own = new LinkedHashMap<>();
        if (settings.isEmpty()) {
            return own;
        }
        Map<String, String> usual = SettingsReference.values(ExperimentReader.preset(facts.preset()));
        own.put("preset", facts.preset());
        own.put("data.source", settings.getOrDefault("data.source", ""));
        own.put("training.kimg", settings.getOrDefault("training.kimg", ""));
        settings.forEach((key, value) -> {
            boolean found = FOUND.contains(key) || key.startsWith("machine.");
            if (!found && !value.equals(usual.get(key))) {
                own.put(key, value);
            }
        });
        return own;
    }

    private Map<String, RunDetails.Meaning> meanings() {
        Map<String, RunDetails.Meaning> meanings = new LinkedHashMap<>();
        history.latest()
                .keySet()
                .forEach(key -> meanings.put(
                        key,
                        new RunDetails.Meaning(
                                LearnerKinds.label(key),
                                LearnerKinds.statistic(key).map(Statistic::help).orElse(""),
                                LearnerKinds.statistic(key)
                                        .map(Statistic::chart)
                                        .orElse(LearnerKinds.label(key)))));
        return meanings;
    }

    /** @param measured after the training, or null */
    private List<RunDetails.Measure> measures(@Nullable StoredMetrics measured) {
        return history.evaluations().stream()
                .flatMap(evaluation -> evaluation.values().keySet().stream()
                        .map(metric -> new RunDetails.Measure(
                                metric,
                                evaluation.protocol(),
                                label(metric, evaluation.protocol()),
                                StoredMetrics.help(metric),
                                StoredMetrics.better(metric),
                                measured == null
                                        ? null
                                        : measured.floorFor(metric, evaluation.protocol())
                                                .orElse(null))))
                .distinct()
                .toList();
    }

    /** How its grids of samples are laid out, or null when that cannot be told. */
    synchronized RunDetails.@Nullable Grid grid() {
        Experiment known = grid == null ? experiment() : null;
        if (known != null) {
            try {
                grid = grid(known.format());
            } catch (SettingException | DataException e) {
                return null;
            }
        }
        return grid;
    }

    private static RunDetails.Grid grid(SampleFormat format) {
        int count = format.shownAtOnce();
        int columns = format.usualColumns(count);
        SampleFormat.Cell cell = format.cell(columns);
        return new RunDetails.Grid(columns, count, cell.width(), cell.height(), cell.margin());
    }

    /** {@code image}, {@code sound}, {@code video} or {@code text}; the first also where it cannot be told. */
    private String medium() {
        try {
            Experiment known = experiment();
            return known == null
                    ? Medium.IMAGE.singular()
                    : known.format().medium().singular();
        } catch (SettingException | DataException e) {
            return Medium.IMAGE.singular();
        }
    }

    /** See {@link RunDetails#makes}; samples also where it cannot be told. */
    private String makes() {
        try {
            Experiment known = experiment();
            return known == null || known.kind().isGenerative()
                    ? "samples"
                    : known.kind().isTranslator() ? "translations" : "nothing";
        } catch (SettingException | DataException e) {
            return "samples";
        }
    }

    private List<NetworkTable> networks() {
        if (networks == null) {
            try {
                networks = RunDirectory.open(path).architectures().entrySet().stream()
                        .map(network -> NetworkTable.of(Messages.capitalized(network.getKey()), network.getValue()))
                        .toList();
            } catch (ShapeException | TrainingException | SettingException | DataException e) {
                networks = List.of();
            }
        }
        return networks;
    }

    /** A picture, a sound, texts or a page of the run that may be shown, if it is there and really inside the run's folder. */
    public Optional<Path> file(String name) {
        boolean known = SAMPLE.matcher(name).matches()
                || name.equals("samples/reals.png")
                || BESIDE.matcher(name).matches()
                || PAGES.contains(name)
                || name.equals(StoredAudit.CURVES)
                || name.equals(StoredAudit.SUSPECTS);
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
                    .filter(path -> Files.isRegularFile(path.resolve("experiment.yaml")) && !Study.isStudy(path))
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
