package dev.duello.app.serve;

import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.train.ModelPool;
import dev.duello.train.TrainedModel;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what several requests ask of one model into batches: the first waits a moment for others, and while one batch is
 * computed the next gathers. The line is bounded, in rows. Any thread may ask.
 */
final class Batcher {
    /** Rows that are computed at once of a request that has more; those of {@code duello sample}. */
    private static final int CHUNK = 256;

    private final ModelPool pool;
    private final Lock turn;
    private final Limits limits;
    private final BatchListener listener;
    private final BlockingDeque<Job> line = new LinkedBlockingDeque<>();
    private final Backlog backlog;

    /**
     * What bounds the batches.
     *
     * @param batch rows of one batch, of which a single request may have more
     * @param patience how long the first request waits for others
     * @param line rows that may wait
     * @param timeout how long one request may take
     */
    record Limits(int batch, Duration patience, int line, Duration timeout) {}

    /** Told of each batch that was computed. */
    interface BatchListener {
        void computed(int rows, double seconds);
    }

    /** @param result row after row; completed by the timeout as well, after which nobody computes it */
    private record Job(
            Operation operation,
            int rows,
            boolean alone,
            Function<TrainedModel, Tensor> input,
            CompletableFuture<byte[]> result,
            long since) {}

    /**
     * @param pool of one model
     * @param turn held while a batch is computed, so that several models do not compete for the cores
     */
    Batcher(ModelPool pool, Lock turn, Limits limits, BatchListener listener) {
        this.pool = pool;
        this.turn = turn;
        this.limits = limits;
        this.listener = listener;
        backlog = new Backlog(limits);
    }

    /** Rows that wait. */
    int waiting() {
        return backlog.waiting();
    }

    /**
     * Computes rows, and waits for it.
     *
     * @param alone whether the rows make a batch of their own
     * @param input gives them, on the thread of the model
     * @return the bytes of the result, row after row, in the order of bytes of this machine
     * @throws ServiceException when the line is full, could never take so many, or it takes too long
     */
    byte[] compute(Operation operation, int rows, boolean alone, Function<TrainedModel, Tensor> input) {
        backlog.enter(rows);
        Job job = new Job(operation, rows, alone, input, new CompletableFuture<>(), System.nanoTime());
        line.add(job);
        // Whoever comes first takes all that wait; the turns of the others find nothing.
        pool.submit(model -> {
            next(model);
            return null;
        });
        return backlog.await(job.result);
    }

    private void next(TrainedModel model) {
        List<Job> batch = gather();
        if (batch.isEmpty()) {
            return;
        }
        turn.lock();
        try {
            compute(model, batch);
        } catch (Throwable e) {
            // Including that memory was not enough: those who ask are told, and the next may fare better.
            batch.forEach(job -> job.result.completeExceptionally(e));
        } finally {
            turn.unlock();
        }
    }

    /** The first that waits, and those behind it that can be computed with it. */
    private List<Job> gather() {
        List<Job> batch = new ArrayList<>();
        int rows = 0;
        try {
            while (rows < limits.batch) {
                Job job = batch.isEmpty() ? line.poll() : line.poll(patience(batch.getFirst()), TimeUnit.NANOSECONDS);
                if (job == null) {
                    break;
                }
                boolean fits = batch.isEmpty()
                        || job.operation.equals(batch.getFirst().operation)
                                && !job.alone
                                && rows + job.rows <= limits.batch;
                if (!fits) {
                    line.addFirst(job);
                    break;
                }
                backlog.leave(job.rows);
                if (job.result.isDone()) {
                    continue;
                }
                batch.add(job);
                rows += job.rows;
                if (job.alone) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return batch;
    }

    private long patience(Job first) {
        return Math.max(0, first.since + limits.patience.toNanos() - System.nanoTime());
    }

    private void compute(TrainedModel model, List<Job> batch) {
        long start = System.nanoTime();
        try (var _ = TensorScope.open()) {
            List<Job> ready = new ArrayList<>();
            List<Tensor> inputs = new ArrayList<>();
            for (Job job : batch) {
                try {
                    inputs.add(job.input.apply(model));
                    ready.add(job);
                } catch (RuntimeException e) {
                    // One that cannot be understood does no harm to its neighbors.
                    job.result.completeExceptionally(e);
                }
            }
            if (ready.isEmpty()) {
                return;
            }
            Tensor rows = inputs.size() == 1 ? inputs.getFirst() : Tensors.concatenate(inputs, 0);
            byte[] result = compute(model, ready.getFirst().operation, rows);
            int all = ready.stream().mapToInt(Job::rows).sum();
            int rowBytes = result.length / all;
            int at = 0;
            for (Job job : ready) {
                job.result.complete(
                        ready.size() == 1 ? result : Arrays.copyOfRange(result, at, at + job.rows * rowBytes));
                at += job.rows * rowBytes;
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            backlog.took(all, seconds);
            listener.computed(all, seconds);
        }
    }

    private static byte[] compute(TrainedModel model, Operation operation, Tensor rows) {
        int count = Math.toIntExact(rows.size(0));
        byte @Nullable [] all = null;
        for (int start = 0; start < count; start += CHUNK) {
            try (var _ = TensorScope.open()) {
                Tensor part = operation.apply(model, rows.narrow(0, start, Math.min(CHUNK, count - start)));
                int rowBytes = Math.toIntExact(
                        part.elements() / part.size(0) * part.dtype().bytes());
                if (all == null) {
                    all = new byte[Math.multiplyExact(count, rowBytes)];
                }
                part.copyTo(MemorySegment.ofArray(all).asSlice((long) start * rowBytes));
            }
        }
        return all == null ? new byte[0] : all;
    }
}
