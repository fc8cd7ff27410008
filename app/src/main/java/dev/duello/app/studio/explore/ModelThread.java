package dev.duello.app.studio.explore;

import dev.duello.app.studio.http.HttpException;
import dev.duello.torch.Torch;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A thread on which checkpoints are used, the last few of which stay in memory. It takes half of the processors, so that a training
 * beside it goes on; who asks when the line is long is turned away.
 */
final class ModelThread implements AutoCloseable {
    private final Map<Key, LoadedCheckpoint> open = new LinkedHashMap<>(8, 0.75f, true);
    private final ThreadPoolExecutor thread;
    private final int most;
    private final Photos photos;

    private record Key(Path run, String checkpoint) {}

    /**
     * @param most checkpoints that stay open
     * @param waiting requests that may wait
     */
    ModelThread(String name, int most, int waiting, Photos photos) {
        this.most = most;
        this.photos = photos;
        thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(waiting),
                Thread.ofPlatform().daemon().name(name).factory());
    }

    /** Does some work with a checkpoint, and waits for it. What it throws is thrown here. */
    <T> T with(Path run, String checkpoint, Function<LoadedCheckpoint, T> work) {
        try {
            return thread.submit(() -> work.apply(opened(new Key(run, checkpoint))))
                    .get();
        } catch (RejectedExecutionException e) {
            throw new HttpException(503, "The studio is busy with other requests already. Try again in a moment.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpException(503, "The studio is closing.");
        }
    }

    private LoadedCheckpoint opened(Key key) {
        LoadedCheckpoint loaded = open.get(key);
        if (loaded == null) {
            Torch.setThreads(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
            loaded = new LoadedCheckpoint(key.run, key.checkpoint, photos);
            open.put(key, loaded);
            if (open.size() > most) {
                open.remove(open.keySet().iterator().next()).close();
            }
        }
        return loaded;
    }

    @Override
    public void close() {
        try {
            thread.submit(() -> open.values().forEach(LoadedCheckpoint::close));
        } catch (RejectedExecutionException e) {
            // What is left goes with the process.
        }
        thread.shutdown();
    }
}
