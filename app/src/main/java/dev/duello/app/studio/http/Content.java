package dev.duello.app.studio.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A reply whose bytes are all there. */
public record Content(int status, byte[] body, Map<String, String> headers) implements Reply {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static Content of(String type, byte[] body) {
        return new Content(200, body, Map.of("Content-Type", type));
    }

    /** A record, a map or a tree as JSON. */
    public static Content json(Object value) {
        return of("application/json", jsonBytes(value));
    }

    static Content error(int status, String sentence) {
        return new Content(status, jsonBytes(Map.of("error", sentence)), Map.of("Content-Type", "application/json"));
    }

    static Content error(HttpException refusal) {
        String sentence = Objects.requireNonNull(refusal.getMessage());
        Content error = error(refusal.status(), sentence);
        String field = refusal.field();
        return field == null
                ? error
                : new Content(error.status, jsonBytes(Map.of("error", sentence, "field", field)), error.headers);
    }

    public static Content redirect(String location) {
        return new Content(303, new byte[0], Map.of("Location", location));
    }

    private static byte[] jsonBytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Content with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Content(status, body, more);
    }

    /** To be saved as a file. @param name of letters, digits, points and dashes */
    public Content asDownload(String name) {
        return with("Content-Disposition", "attachment; filename=\"" + name.replaceAll("[^A-Za-z0-9._-]+", "-") + "\"");
    }

    /** A file that never changes once it is written may be kept by the browser for an hour. */
    public Content kept() {
        return with("Cache-Control", "private, max-age=3600");
    }

    @Override
    public void send(HttpExchange exchange) throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
