package dev.duello.app.studio.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as a handler sees it; whatever is asked of it that it does not hold is refused. */
public final class Request {
    private static final int MAX_JSON = 64 << 10;
    private static final int MAX_QUERY = 16 << 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpExchange exchange;
    private final Map<String, String> path;
    private final Map<String, String> query;

    /** @param path what stands in the places of the route's names */
    Request(HttpExchange exchange, Map<String, String> path) {
        this.exchange = exchange;
        this.path = path;
        this.query = parse(exchange.getRequestURI().getRawQuery());
    }

    private static Map<String, String> parse(@Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw == null) {
            return query;
        }
        if (raw.length() > MAX_QUERY) {
            throw new HttpException(414, "The address is too long.");
        }
        for (String part : raw.split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                query.put(decode(part.substring(0, equals)), decode(part.substring(equals + 1)));
            }
        }
        return query;
    }

    static String decode(String raw) {
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw HttpException.malformed("The address is not well formed.");
        }
    }

    /** What stands in the place of {@code {name}} in the route. */
    public String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The route has no {" + name + "}");
        }
        return value;
    }

    public String query(String name, String otherwise) {
        return query.getOrDefault(name, otherwise);
    }

    /** A number in the query, refused when it is none or out of its range. */
    public double number(String name, double otherwise, double low, double high) {
        String text = query.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            double value = Double.parseDouble(text);
            if (value >= low && value <= high) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below, as what is out of range is.
        }
        throw HttpException.malformed(String.format("%s must be a number from %s to %s.", name, low, high));
    }

    public @Nullable String header(String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    /** All of the body, refused when it is longer than {@code limit} bytes. */
    public byte[] body(int limit) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw new HttpException(413, String.format("At most %,d bytes are taken.", limit));
        }
        return bytes;
    }

    /** The body as a JSON object; an empty body is an empty object. */
    public JsonNode json() throws IOException {
        byte[] bytes = body(MAX_JSON);
        try {
            JsonNode node = bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            // Refused below, as what is no object is.
        }
        throw HttpException.malformed("The body is not a JSON object.");
    }
}
