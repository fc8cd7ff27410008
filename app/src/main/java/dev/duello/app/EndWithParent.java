package dev.duello.app;

import java.io.IOException;

/** Ends a process when the one that started it is gone, which its standard input tells, even after a kill. */
final class EndWithParent {
    /** Set to true by a parent that keeps the standard input open. */
    static final String PROPERTY = "duello.end-with-parent";

    private EndWithParent() {}

    static void watch() {
        if (Boolean.getBoolean(PROPERTY)) {
            Thread.ofPlatform().daemon().name("parent").start(() -> {
                try {
                    while (System.in.read() >= 0) {}
                } catch (IOException e) {
                    // As good as its end.
                }
                // Nothing is lost: checkpoints are whole or absent, and nobody waits for a result.
                Runtime.getRuntime().halt(143);
            });
        }
    }
}
