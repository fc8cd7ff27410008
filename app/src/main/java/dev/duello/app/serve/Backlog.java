package dev.duello.app.serve;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** How many rows wait to be computed of one model, how long a row takes, and what follows for who asks. Thread-safe. */
final class Backlog {
    private static final int LONGEST_RETRY_SECONDS = 60;
    /** How much the newest batch counts in the mean time of a row. */
    private static final double NEWEST = 0.1;

    private final Batcher.Limits limits;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile double secondsPerRow;

    Backlog(Batcher.Limits limits) {
        this.limits = limits;
    }

    /** Rows that wait. */
    int waiting() {
        return waiting.get();
    }

    /** Lets rows wait. @throws ServiceException when too many wait already, or so many never may */
    void enter(int rows) {
        if (rows > limits.line()) {
            throw new ServiceException(413, String.format("At most %,d can be asked for at a time.", limits.line()));
        }
        if (waiting.addAndGet(rows) > limits.line()) {
            int others = waiting.addAndGet(-rows);
            throw ServiceException.busy(retryAfter(others));
        }
    }

    /** Rows wait no more: their turn has come. */
    void leave(int rows) {
        waiting.addAndGet(-rows);
    }

    /** Rows were computed. */
    void took(int rows, double seconds) {
        double each = seconds / rows;
        secondsPerRow = secondsPerRow == 0 ? each : (1 - NEWEST) * secondsPerRow + NEWEST * each;
    }

    /** How long it takes until those who wait now are done. */
    private int retryAfter(int rows) {
        return (int) Math.clamp(Math.ceil(rows * secondsPerRow), 1, LONGEST_RETRY_SECONDS);
    }

    /**
     * Waits for a result, which is canceled when it takes too long.
     *
     * @throws ServiceException when it does; else what the work threw
     */
    <T> T await(CompletableFuture<T> result) {
        try {
            return result.get(limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            result.cancel(false);
            throw new ServiceException(
                    504, "It took longer than the " + limits.timeout().toSeconds() + " s that a request may take.");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw new ServiceException(503, "The service is closing.");
        }
    }
}
