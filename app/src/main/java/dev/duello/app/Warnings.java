package dev.duello.app;

import dev.duello.data.ImageSet;
import java.io.PrintWriter;

/** What a person should know before a long command goes on. */
final class Warnings {
    private static final int SHOWN = 5;

    private Warnings() {}

    static void skippedFiles(ImageSet images, PrintWriter err) {
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
}
