package dev.duello.data.source;

import dev.duello.data.DataException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Runs tasks on all processors and hands their results to one receiver in the order in which they were given. Only a few
 * results wait at a time: {@link #submit} waits when there are too many or they are too heavy.
 *
 * <p>The receiver runs on the thread that submits. Whoever made the pipeline closes it.
 */
final class OrderedPipeline<T> implements AutoCloseable {

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final int MAX_WAITING = 8 * PROCESSORS;
    private static final long MAX_WEIGHT = Math.max(Runtime.getRuntime().maxMemory() / 8, 1 << 20);

    private record Waiting<T>(Future<T> result, long weight) {}

    private final ExecutorService workers = Executors.newFixedThreadPool(
            PROCESSORS, Thread.ofPlatform().daemon().name("duello-data-", 0).factory());
    private final Queue<Waiting<T>> waiting = new ArrayDeque<>();
    private final Consumer<T> receiver;
    private long weight;

    OrderedPipeline(Consumer<T> receiver) {
        this.receiver = receiver;
    }

    /** @param bytes what the task itself holds while it waits */
    void submit(long bytes, Callable<T> task) {
        while (!waiting.isEmpty() && (waiting.size() >= MAX_WAITING || weight + bytes > MAX_WEIGHT)) {
            receiveOne();
        }
        weight += bytes;
        waiting.add(new Waiting<>(workers.submit(task), bytes));
    }

    /** Waits for all results. */
    void drain() {
        while (!waiting.isEmpty()) {
            receiveOne();
        }
    }

    private void receiveOne() {
        Waiting<T> next = waiting.remove();
        weight -= next.weight;
        try {
            receiver.accept(next.result.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException("Loading the data was interrupted.", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException problem -> throw problem;
                case Error problem -> throw problem;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
