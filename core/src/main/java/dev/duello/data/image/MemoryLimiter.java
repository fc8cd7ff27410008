package dev.duello.data.image;

import java.util.concurrent.Semaphore;

/** Lets work in while the memory it needs fits a budget; what exceeds the budget by itself goes in alone. */
final class MemoryLimiter {

    private static final int UNIT = 1 << 16;

    private final int permits;
    private final Semaphore free;

    MemoryLimiter(long bytes) {
        permits = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
        free = new Semaphore(permits, true);
    }

    /** Waits until there is room. */
    Pass enter(long bytes) {
        int needed = Math.clamp(bytes / UNIT + 1, 1, permits);
        free.acquireUninterruptibly(needed);
        return () -> free.release(needed);
    }

    /** To be closed when the memory is no longer needed. */
    interface Pass {
        void close();
    }
}
