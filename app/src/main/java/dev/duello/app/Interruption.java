package dev.duello.app;

import dev.duello.data.AtomicFiles;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What Ctrl-C and SIGTERM do. A command that can stop by itself, such as a training, is asked to and awaited. Any other is left
 * at once, without the tidying up of an ordinary exit: that would pull the native library from under its own threads.
 */
final class Interruption {
    private static final long LONGEST_STEP_SECONDS = 120;
    /** After so long a person wonders whether anybody heard. */
    private static final long PATIENCE_SECONDS = 2;

    private static final CountDownLatch FINISHED = new CountDownLatch(1);
    private static volatile @Nullable Stop stop;

    /** @param meanwhile what a person is told who waits */
    private record Stop(Runnable request, String meanwhile) {}

    private Interruption() {}

    /** Listens from now on. */
    static void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(Interruption::interrupt, "interruption"));
    }

    /** How to ask the present command to stop. */
    static void stopBy(Runnable request) {
        stopBy(request, "Stopping after this step, then saving; the state would be lost by killing it now.");
    }

    /** @param meanwhile what a person is told when it takes longer than a moment */
    static void stopBy(Runnable request, String meanwhile) {
        stop = new Stop(request, meanwhile);
    }

    /** The command is over: what follows is an ordinary exit. */
    static void finished() {
        FINISHED.countDown();
    }

    private static void interrupt() {
        if (FINISHED.getCount() == 0) {
            return;
        }
        Stop asked = stop;
        if (asked == null || !isObeyed(asked)) {
            leaveAtOnce();
        }
    }

    private static boolean isObeyed(Stop asked) {
        asked.request.run();
        try {
            if (FINISHED.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return true;
            }
            System.err.println();
            System.err.println(asked.meanwhile);
            return FINISHED.await(LONGEST_STEP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** 128 and the number of the signal, as shells count. Which one it was only the thread tells that handles it. */
    private static int exitCode() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            switch (thread.getName()) {
                case "SIGTERM handler" -> {
                    return 128 + 15;
                }
                case "SIGHUP handler" -> {
                    return 128 + 1;
                }
                default -> {}
            }
        }
        return 128 + 2;
    }

    private static void leaveAtOnce() {
        int exitCode = exitCode();
        AtomicFiles.discardUnfinished();
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> exit = linker.defaultLookup().find("_exit");
        try {
            if (exit.isPresent()) {
                linker.downcallHandle(exit.get(), FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT))
                        .invoke(exitCode);
            }
        } catch (Throwable e) {
            // Then in the JVM's own way.
        }
        Runtime.getRuntime().halt(exitCode);
    }
}
