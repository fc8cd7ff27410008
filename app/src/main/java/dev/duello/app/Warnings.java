package dev.duello.app;

import dev.duello.data.Dataset;
import dev.duello.train.DataSettings;
import java.io.PrintWriter;

/** What a person should know before a long command goes on. */
final class Warnings {
    private static final int SHOWN = 5;

    private Warnings() {}

    static void skippedFiles(Dataset images, PrintWriter err) {
        if (images.skippedCount() > 0) {
            err.printf("%,d files could not be read and are left out:%n", images.skippedCount());
            images.skipped().stream()
                    .limit(SHOWN)
                    .forEach(skipped -> err.println("  " + skipped.file() + ": " + skipped.reason()));
            if (images.skippedCount() > SHOWN) {
                err.println("  ... (`duello data show` lists more)");
            }
            err.flush();
        }
    }

    /** What is worth knowing of the images that are used. */
    static void notes(Dataset images, PrintWriter err) {
        DataNotes.of(images).forEach(err::println);
        err.flush();
    }

    /** What stands in for classes where there are none. */
    static void groups(DataSettings data, Dataset images, PrintWriter err) {
        if (data.labels().equals("cluster") && images.classes().isEmpty()) {
            err.printf(
                    "%s has no classes: like images are sorted into %d groups, to learn by (--set data.labels=ignore"
                            + " for none).%n",
                    images.name(), data.classes().size());
            err.flush();
        }
    }

    /**
     * Threads of a step wait for each other, so that more than there are processors are slower, as are several on a busy machine.
     *
     * @param load processes that want to run, a mean of the last minute; negative when unknown
     */
    static void busyMachine(int threads, double load, int processors, PrintWriter err) {
        if (threads > processors) {
            err.printf(
                    "%d threads on %s: more than one a processor make a training slower. Without --threads it takes"
                            + " one each.%n",
                    threads, processors == 1 ? "1 processor" : processors + " processors");
            err.flush();
        } else if (threads > 1 && load >= processors) {
            err.printf(
                    "Other programs keep this machine busy (load %.1f on %d processors): --threads 1 is probably faster.%n",
                    load, processors);
            err.flush();
        }
    }
}
