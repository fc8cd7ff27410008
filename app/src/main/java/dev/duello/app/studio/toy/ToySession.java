package dev.duello.app.studio.toy;

import dev.duello.app.studio.http.HttpException;
import dev.duello.learn.Weights;
import dev.duello.torch.Torch;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The training of one page, on one thread of its own: it makes steps at a given pace, answers between two of them, and rests when
 * nobody looks.
 */
final class ToySession implements AutoCloseable {
    /** A page that asks no more is hidden, or gone. */
    private static final long RESTS_AFTER = TimeUnit.SECONDS.toNanos(2);

    private static final long ANSWER_SECONDS = 60;

    private final LinkedBlockingQueue<Runnable> wishes = new LinkedBlockingQueue<>(64);
    private final Thread thread;
    private volatile boolean closed;
    private volatile long lastAsked = System.nanoTime();

    // What follows belongs to the thread.
    private @Nullable ToyTraining current;
    private boolean running;
    private double pace = 100;
    private double credit;
    private long lastRound = System.nanoTime();
    private long speedSince = System.nanoTime();
    private long speedSteps;
    private double speed;

    /**
     * A frame, and how the session does.
     *
     * @param speed steps a second, as measured
     */
    record State(boolean running, double speed, ToyTraining.Frame frame) {}

    ToySession(ToySettings settings) {
        thread = Thread.ofPlatform().daemon().name("studio-toy").start(() -> work(settings));
    }

    private void work(ToySettings settings) {
        // Matrices this small gain nothing from a second thread.
        Torch.setThreads(1);
        try (ToyTraining learner = new ToyTraining(settings)) {
            current = learner;
            while (!closed) {
                boolean active = running && System.nanoTime() - lastAsked < RESTS_AFTER;
                Runnable wish = active ? wishes.poll() : wishes.poll(1, TimeUnit.SECONDS);
                if (wish != null) {
                    wish.run();
                } else if (active) {
                    advance(learner);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void advance(ToyTraining learner) throws InterruptedException {
        long now = System.nanoTime();
        // Time that was missed is not caught up on for longer than a moment.
        credit = Math.min(credit + pace * (now - lastRound) / 1e9, Math.max(1, pace / 20));
        lastRound = now;
        if (credit >= 1) {
            learner.step();
            speedSteps++;
            credit--;
        } else {
            Thread.sleep(Math.clamp(Math.round(1000 * (1 - credit) / pace), 1, 50));
        }
        if (now - speedSince > 500_000_000) {
            speed = speedSteps / ((now - speedSince) / 1e9);
            speedSteps = 0;
            speedSince = now;
        }
    }

    State frame(boolean average) {
        return ask(learner ->
                new State(running, running ? speed : 0, learner.frame(average ? Weights.AVERAGE : Weights.RAW)));
    }

    void change(ToySettings settings) {
        ask(learner -> {
            learner.change(settings);
            return learner;
        });
    }

    /** @param pace the most steps in a second */
    void run(boolean wanted, double pace) {
        ask(learner -> {
            this.pace = pace;
            if (wanted && !running) {
                speedSince = lastRound = System.nanoTime();
                speedSteps = 0;
            }
            running = wanted;
            return learner;
        });
    }

    void step(int count) {
        ask(learner -> {
            for (int i = 0; i < count; i++) {
                learner.step();
            }
            return learner;
        });
    }

    void reset() {
        ask(learner -> {
            learner.reset();
            return learner;
        });
    }

    long idleSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - lastAsked);
    }

    private <T> T ask(Function<ToyTraining, T> work) {
        lastAsked = System.nanoTime();
        CompletableFuture<T> answer = new CompletableFuture<>();
        boolean taken = !closed
                && wishes.offer(() -> {
                    try {
                        answer.complete(work.apply(Objects.requireNonNull(current)));
                    } catch (RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                });
        if (!taken) {
            throw new HttpException(503, "This toy GAN is closed or too busy; reload the page.");
        }
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new HttpException(503, "This toy GAN is closed or too busy; reload the page.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpException(503, "The studio is closing.");
        }
    }

    /** Ends after the step that is being made. */
    @Override
    public void close() {
        closed = true;
        wishes.offer(() -> {});
    }

    /** Whether the thread has ended, and with it its native memory is freed. */
    boolean hasEnded(long milliseconds) throws InterruptedException {
        return thread.join(Duration.ofMillis(milliseconds));
    }
}
