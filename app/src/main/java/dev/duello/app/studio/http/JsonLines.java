package dev.duello.app.studio.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleConsumer;
import java.util.function.Function;

/**
 * A reply that is worked on while the client waits: a line of JSON for each hundredth that is done, {@code {"done": 0.25}}, then one
 * with the result, {@code {"result": ...}}, or with a problem, {@code {"error": "..."}}. When the client leaves, the work ends.
 */
public final class JsonLines implements Reply {
    private static final double STEP = 0.01;

    private final Function<DoubleConsumer, Object> work;

    /** @param work hears how far it is by telling it, 0 to 1, from one thread at a time; what that throws ends it */
    public JsonLines(Function<DoubleConsumer, Object> work) {
        this.work = work;
    }

    @Override
    public void send(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson; charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            double[] told = {-1};
            byte[] last;
            try {
                last = Content.json(Map.of("result", work.apply(done -> {
                            if (done - told[0] >= STEP) {
                                told[0] = done;
                                tell(out, done);
                            }
                        })))
                        .body();
            } catch (CancellationException e) {
                throw new IOException("the client left", e);
            } catch (RuntimeException e) {
                last = Failure.of(exchange, e).body();
            }
            write(out, last);
        }
    }

    private static void tell(OutputStream out, double done) {
        try {
            write(out, Content.json(Map.of("done", done)).body());
        } catch (IOException e) {
            CancellationException left = new CancellationException("the client left");
            left.initCause(e);
            throw left;
        }
    }

    private static void write(OutputStream out, byte[] json) throws IOException {
        out.write(json);
        out.write('\n');
        out.flush();
    }
}
