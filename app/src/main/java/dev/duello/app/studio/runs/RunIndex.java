package dev.duello.app.studio.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.app.studio.http.EventBroadcaster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All runs in a folder, looked at again and again by one thread, which tells the hub what is new. A training knows nothing of it:
 * only its files are read.
 */
public final class RunIndex implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunIndex.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long WATCHED_MILLISECONDS = 500;
    private static final long IDLE_MILLISECONDS = 3000;
    /** More rows at once than this are fetched as a whole instead. */
    private static final int MOST_ROWS = 40;

    private final Path root;
    private final @Nullable String only;
    private final EventBroadcaster hub;
    private final Map<String, Run> runs = new ConcurrentSkipListMap<>();
    private final Map<String, RunSummary> told = new ConcurrentSkipListMap<>();
    private final Set<String> unreadable = new HashSet<>();
    private final Thread thread;
    private volatile boolean closed;

    /** @param only the one run to show, or null for all */
    public RunIndex(Path root, @Nullable String only, EventBroadcaster hub) {
        this.root = root;
        this.only = only;
        this.hub = hub;
        find();
        thread = Thread.ofPlatform().daemon().name("studio-watch").unstarted(this::watch);
    }

    public void start() {
        thread.start();
    }

    public Path root() {
        return root;
    }

    public Collection<Run> runs() {
        return runs.values();
    }

    /** The run of that name; names lead nowhere else, since only those that were found are known. */
    public Optional<Run> run(String id) {
        return Optional.ofNullable(runs.get(id));
    }

    /** Looks for new runs now. */
    public synchronized void find() {
        Set<String> there = new HashSet<>();
        for (Path path : Run.in(root)) {
            String id = String.valueOf(path.getFileName());
            if ((only == null || only.equals(id)) && (runs.containsKey(id) || add(id, path))) {
                there.add(id);
            }
        }
        for (String id : List.copyOf(runs.keySet())) {
            if (!there.contains(id)) {
                runs.remove(id);
                told.remove(id);
                hub.publish("gone", "", json(Map.of("id", id)));
            }
        }
    }

    private boolean add(String id, Path path) {
        try {
            runs.put(id, Run.open(path));
            unreadable.remove(id);
            return true;
        } catch (IOException e) {
            if (unreadable.add(id)) {
                log.warn("{} is left out: {}", path, e.getMessage());
            }
            return false;
        }
    }

    /** Tells who listens how a run stands, now. */
    public void tell(Run run) {
        RunSummary summary = run.summary();
        told.put(run.id(), summary);
        hub.publish("run", "", json(summary));
        hub.publish("changed", run.id(), json(Map.of("id", run.id())));
    }

    private void watch() {
        while (!closed) {
            try {
                find();
                long start = System.nanoTime();
                long end = start + WATCHED_MILLISECONDS * 1_000_000;
                List<Run> unread = new ArrayList<>();
                for (Run run : runs.values()) {
                    if (look(run, start)) {
                        unread.add(run);
                    }
                }
                boolean more = false;
                for (Run run : unread) {
                    more |= look(run, end);
                }
                if (!more) {
                    Thread.sleep(hub.hasListeners() ? WATCHED_MILLISECONDS : IDLE_MILLISECONDS);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                log.error("Looking at the runs failed", e);
            }
        }
    }

    /**
     * Tells what is new in a run.
     *
     * @param end how long to read on in a long log, {@link System#nanoTime}; a portion is read in any case
     * @return whether the rest of its log waits to be read
     */
    private boolean look(Run run, long end) throws InterruptedException {
        try {
            Run.News news = run.read();
            boolean whole = news.replaced() || news.rows().size() > MOST_ROWS;
            boolean marked = news.marked();
            while (news.more() && System.nanoTime() < end) {
                long start = System.nanoTime();
                news = run.read();
                // Half of a processor is enough: trainings and pages want theirs meanwhile.
                Thread.sleep(Duration.ofNanos(System.nanoTime() - start));
                whole = true;
                marked |= news.marked();
            }
            RunSummary summary = run.summary();
            if (!summary.equals(told.put(run.id(), summary))) {
                hub.publish("run", "", json(summary));
            }
            if (whole) {
                hub.publish("reload", run.id(), json(Map.of("id", run.id())));
            } else if (!news.rows().isEmpty()) {
                hub.publish("rows", run.id(), json(Map.of("id", run.id(), "rows", news.rows())));
            }
            if (marked) {
                hub.publish("changed", run.id(), json(Map.of("id", run.id())));
            }
            return news.more();
        } catch (IOException e) {
            log.debug("{} cannot be read now: {}", run.path(), e.getMessage());
            return false;
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
