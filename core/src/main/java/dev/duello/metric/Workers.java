package dev.duello.metric;

import dev.duello.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Spreads independent jobs over as many threads as one tensor operation uses. A matrix product occupies a single thread,
 * so that metrics made of products would leave the other cores idle.
 */
final class Workers {
    private Workers() {}

    /** One thread's share of the work. */
    interface Worker extends AutoCloseable, IntConsumer {
        @Override
        void close();
    }

    /** Makes the worker on its own thread, where its tensor scope must be opened. */
    interface Maker {
        Worker make();
    }

    /** Runs jobs 0 to {@code jobs - 1}, each once; returns when all are done. Which thread takes which is not fixed. */
    static void run(int jobs, Maker maker) {
        int threads = Math.min(Torch.threads(), jobs);
        AtomicInteger next = new AtomicInteger();
        Runnable share = () -> {
            try (Worker worker = maker.make()) {
                for (int job = next.getAndIncrement(); job < jobs; job = next.getAndIncrement()) {
                    worker.accept(job);
                }
            }
        };
        try (var pool = Executors.newFixedThreadPool(Math.max(1, threads))) {
            List<CompletableFuture<Void>> shares = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                shares.add(CompletableFuture.runAsync(share, pool));
            }
            CompletableFuture.allOf(shares.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }
}
