package dev.duello.app.studio.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** What a handler answers with. */
public interface Reply {
    /** @throws IOException when the client has left */
    void send(HttpExchange exchange) throws IOException;
}
