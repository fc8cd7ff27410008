package dev.duello.app.studio.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the handler of a request, past the guard, and turns what goes wrong into a status and a sentence. */
public final class Router implements HttpHandler {
    private static final Logger log = LoggerFactory.getLogger(Router.class);
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data: blob:; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    private final AccessControl guard;
    private final List<Route> routes = new ArrayList<>();

    private record Route(String method, String[] pattern, Handler handler) {
        /** What stands in the places of the names, or null when the path is another. */
        @Nullable
        Map<String, String> match(String[] path) {
            if (path.length != pattern.length) {
                return null;
            }
            Map<String, String> values = new HashMap<>();
            for (int i = 0; i < path.length; i++) {
                if (pattern[i].startsWith("{")) {
                    values.put(pattern[i].substring(1, pattern[i].length() - 1), path[i]);
                } else if (!pattern[i].equals(path[i])) {
                    return null;
                }
            }
            return values;
        }
    }

    public Router(AccessControl guard) {
        this.guard = guard;
    }

    /** @param pattern a path in which {@code {name}} stands for one part of any content */
    public Router on(String method, String pattern, Handler handler) {
        routes.add(new Route(method, pattern.split("/", -1), handler));
        return this;
    }

    @Override
    public void handle(HttpExchange exchange) {
        try (exchange) {
            Headers headers = exchange.getResponseHeaders();
            headers.set("Cache-Control", "no-store");
            headers.set("Content-Security-Policy", POLICY);
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("Cross-Origin-Resource-Policy", "same-origin");
            headers.set("Cross-Origin-Opener-Policy", "same-origin");
            reply(exchange).send(exchange);
        } catch (IOException e) {
            log.debug("A client left: {}", e.getMessage());
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        try {
            guard.check(exchange);
            return route(exchange);
        } catch (RuntimeException e) {
            return Failure.of(exchange, e);
        }
    }

    private Reply route(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod().equals("HEAD") ? "GET" : exchange.getRequestMethod();
        String raw = exchange.getRequestURI().getRawPath();
        String[] path = Arrays.stream((raw == null ? "" : raw).split("/", -1))
                .map(Request::decode)
                .toArray(String[]::new);
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : routes) {
            Map<String, String> values = route.match(path);
            if (values != null && route.method.equals(method)) {
                return route.handler.handle(new Request(exchange, values));
            }
            if (values != null) {
                methods.add(route.method);
            }
        }
        if (methods.isEmpty()) {
            throw HttpException.notFound("There is nothing under this address.");
        }
        return Content.error(405, "This address takes " + String.join(", ", methods) + ".")
                .with("Allow", String.join(", ", methods));
    }
}
