package dev.duello.app;

import dev.duello.metric.EvaluationProgress;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Shows how far looking at images is; on a terminal it leaves nothing behind. */
final class EvaluationProgressLine implements EvaluationProgress, AutoCloseable {
    private final PrintWriter err;
    private final boolean quiet;
    private String part = "";
    private @Nullable ProgressLine line;

    /** @param quiet to say nothing at all */
    EvaluationProgressLine(PrintWriter err, boolean quiet) {
        this.err = err;
        this.quiet = quiet;
    }

    @Override
    public void update(String newPart, long done, long total) {
        if (line == null || !newPart.equals(part)) {
            close();
            part = newPart;
            line = ProgressLine.on(err, ProgressLine.Unit.IMAGES, quiet);
        }
        line.update(done, total, () -> "  " + newPart);
        if (done >= total) {
            close();
        }
    }

    @Override
    public void close() {
        if (line != null) {
            line.erase();
            line = null;
        }
    }
}
