package dev.duello.app.studio.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** A reply that goes on: server-sent events, with what was missed since {@code Last-Event-ID}, until the client leaves. */
public final class EventStream implements Reply {
    private static final long HEARTBEAT_MILLISECONDS = 10_000;

    private final EventBroadcaster.Listener listener;

    private EventStream(EventBroadcaster.Listener listener) {
        this.listener = listener;
    }

    public static EventStream of(EventBroadcaster hub, Set<String> topics, Request request) {
        return new EventStream(hub.listen(topics, request.header("Last-Event-ID")));
    }

    @Override
    public void send(HttpExchange exchange) throws IOException {
        try (listener) {
            listener.whenDropped(exchange::close);
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            write(out, "retry: 1000\n\n");
            while (!listener.isDropped()) {
                EventBroadcaster.Message message = listener.next(HEARTBEAT_MILLISECONDS);
                // A comment now and then finds out who has left.
                write(
                        out,
                        message == null
                                ? ":\n\n"
                                : "id: " + message.id() + "\nevent: " + message.type() + "\ndata: " + message.data()
                                        + "\n\n");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
