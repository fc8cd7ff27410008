package dev.duello.train;

import dev.duello.export.ExportedFolder;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Torch;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Some copies of one model, for services: any thread may ask, virtual ones too, and as many requests are computed at a time as
 * there are copies. The work happens on threads of the pool, because libtorch keeps state in the thread that calls it; together
 * they use as many cores as libtorch would by itself. Thread-safe; whoever opens it closes it.
 *
 * <p>One copy that gets many latents at a time is the fastest where there are few cores: libtorch spreads a single operation.
 */
public final class ModelPool implements AutoCloseable {
    private final BlockingQueue<TrainedModel> idle;
    private final ExecutorService threads;

    private ModelPool(BlockingQueue<TrainedModel> models) {
        idle = models;
        int size = models.size();
        threads = Executors.newFixedThreadPool(
                size,
                work -> Thread.ofPlatform().daemon().name("model").unstarted(() -> {
                    if (size > 1) {
                        Torch.setThreads(Math.max(1, Torch.threads() / size));
                    }
                    work.run();
                }));
    }

    /**
     * Opens the best checkpoint of a run by its watched metric, or the newest whole one when none was watched; or an exported
     * folder.
     *
     * @param size copies of the model, at least 1; each takes the memory of its weights
     * @throws TrainingException when there is no run, or no whole checkpoint in it
     * @throws dev.duello.export.ExportException when an exported folder is damaged
     */
    public static ModelPool open(Path run, int size) {
        if (ExportedFolder.isOne(run)) {
            return open(() -> TrainedModel.open(run), size);
        }
        RunDirectory directory = RunDirectory.open(run);
        // All of one checkpoint, whatever a training writes meanwhile.
        Checkpoints.Sound checkpoint = new Checkpoints(directory).bestOrNewest();
        return open(() -> TrainedModel.open(directory, checkpoint), size);
    }

    /**
     * Opens a certain checkpoint.
     *
     * @param checkpoint its name, or its thousands of images such as {@code 25}
     * @param size copies of the model, at least 1; each takes the memory of its weights
     * @throws TrainingException when there is no such checkpoint, or it is damaged
     */
    public static ModelPool open(Path run, String checkpoint, int size) {
        RunDirectory directory = RunDirectory.open(run);
        Checkpoints.Sound named = new Checkpoints(directory).named(checkpoint);
        return open(() -> TrainedModel.open(directory, named), size);
    }

    private static ModelPool open(Supplier<TrainedModel> opener, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("A pool has at least 1 model, not " + size + ".");
        }
        try (CloseOnFailure opened = new CloseOnFailure()) {
            BlockingQueue<TrainedModel> models = new ArrayBlockingQueue<>(size);
            for (int i = 0; i < size; i++) {
                models.add(opened.add(opener.get()));
            }
            ModelPool pool = new ModelPool(models);
            opened.succeeded();
            return pool;
        }
    }

    /**
     * Does something with one of the models as soon as one is idle.
     *
     * @param work must not keep the model, nor tensors
     * @return what it gives, or the exception that it throws
     * @throws java.util.concurrent.RejectedExecutionException when the pool is closed
     */
    public <T> CompletableFuture<T> submit(Function<TrainedModel, T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    // There is one for each thread.
                    TrainedModel model = idle.remove();
                    try {
                        return work.apply(model);
                    } finally {
                        idle.add(model);
                    }
                },
                threads);
    }

    /** The same, awaited; throws what the work throws. */
    public <T> T use(Function<TrainedModel, T> work) {
        try {
            return submit(work).join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    /** Waits for the work that was submitted before, then closes the models. */
    @Override
    public void close() {
        threads.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        idle.forEach(TrainedModel::close);
        idle.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
