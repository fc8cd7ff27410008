package dev.duello.app.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** One JSON object a line for each request that was answered. */
final class AccessLog {
    private final @Nullable PrintWriter out;

    /** @param out null for no log */
    AccessLog(@Nullable PrintWriter out) {
        this.out = out;
    }

    /** @param path as it was asked for, without the query */
    void write(String remote, String method, String path, Answer answer, double seconds) {
        if (out == null) {
            return;
        }
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        line.put("remote", remote);
        line.put("method", method);
        line.put("path", path);
        line.put("status", answer.status());
        line.put("bytes", answer.body().length);
        line.put("ms", Math.round(seconds * 1e5) / 100.0);
        if (!answer.model().isEmpty()) {
            line.put("model", answer.model());
            line.put("images", answer.images());
        }
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }
}
