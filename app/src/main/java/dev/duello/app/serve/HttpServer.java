package dev.duello.app.serve;

import dev.duello.Messages;
import dev.duello.data.DataException;
import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.Method;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Serves routes over HTTP/1.1, each request on a virtual thread of its own: reads it within limits, checks the token, counts and
 * logs the answer. With {@link GracefulConnections} the only class that
 * knows the server library.
 */
final class HttpServer implements AutoCloseable {
    private static final org.slf4j.Logger log = org.slf4j.LoggerFactory.getLogger(HttpServer.class);
    /** It warns of every client that sends nonsense. Kept, because loggers are collected with their level. */
    private static final Logger LIBRARY = Logger.getLogger("io.helidon");

    static final int MOST_BYTES = 16 << 20;

    private static final int MOST_CONNECTIONS = 1024;
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(2);
    /** In which those that are connected are told to come no more, before nobody is let in. */
    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final BearerToken token;
    private final ServiceMetrics metrics;
    private final AccessLog accessLog;
    private final WebServer server;
    private volatile boolean closing;

    static {
        LIBRARY.setLevel(Level.SEVERE);
    }

    /**
     * Where to serve.
     *
     * @param port 0 for any that is free
     * @param certificate a chain of certificates in PEM, and {@code key} its key in PKCS#8; both null for no encryption
     * @param farewell how long requests that were accepted are waited for when the server closes
     */
    record Place(
            String host,
            int port,
            @Nullable Path certificate,
            @Nullable Path key,
            Duration farewell) {}

    /** @throws DataException when the port is taken, or the host is none of this machine's */
    HttpServer(Place place, List<Route> routes, BearerToken token, ServiceMetrics metrics, AccessLog accessLog) {
        this.token = token;
        this.metrics = metrics;
        this.accessLog = accessLog;
        WebServerConfig.Builder config = WebServer.builder()
                .host(place.host)
                .port(place.port)
                .shutdownHook(false)
                .shutdownGracePeriod(place.farewell)
                .maxTcpConnections(MOST_CONNECTIONS)
                .maxPayloadSize(MOST_BYTES)
                .idleConnectionTimeout(IDLE_TIMEOUT)
                .connectionOptions(options -> options.readTimeout(READ_TIMEOUT).tcpNoDelay(true))
                .directHandlers(refusals())
                .protocolsDiscoverServices(false)
                .addConnectionSelector(new GracefulConnections())
                .routing(routing(routes));
        if (place.certificate != null && place.key != null) {
            config.tls(tls(place.certificate, place.key));
        }
        requireFree(place);
        server = config.build().start();
        // It does not throw when it cannot start.
        if (!server.isRunning()) {
            throw cannotServe(place, new IOException("the server did not start"));
        }
    }

    /** Asks the system before the library does, which says only in a log of its own why it failed. */
    private static void requireFree(Place place) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(place.host), place.port));
        } catch (IOException e) {
            throw cannotServe(place, e);
        }
    }

    private static Tls tls(Path certificate, Path key) {
        try {
            Keys keys = Keys.builder()
                    .pem(pem -> pem.key(Resource.create(key)).certChain(Resource.create(certificate)))
                    .build();
            return Tls.builder().privateKey(keys).privateKeyCertChain(keys).build();
        } catch (RuntimeException e) {
            throw new DataException(
                    "The certificate " + certificate + " and the key " + key + " cannot be used: " + Messages.reason(e)
                            + ". Both must be PEM files; the key one of PKCS#8, without a password.",
                    e);
        }
    }

    private static DataException cannotServe(Place place, IOException e) {
        // The JDK tells a port that is taken and an address of another machine apart by words only.
        boolean taken =
                e instanceof BindException && String.valueOf(e.getMessage()).contains("in use");
        return new DataException(
                taken
                        ? String.format(
                                "Port %d of %s is in use by another program. Choose another with --port, or close that program.",
                                place.port, place.host)
                        : String.format(
                                "The service cannot be opened on %s, port %d: %s.",
                                place.host, place.port, Messages.reason(e)),
                e);
    }

    /** What is wrong before a request has a route is answered in the same form. */
    private DirectHandlers refusals() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, (request, event, status, headers, message) -> {
                // What goes wrong in a route is answered there: this is a head that cannot be read.
                Status said = status.code() == 500 ? Status.BAD_REQUEST_400 : status;
                headers.set(HeaderNames.CONTENT_TYPE, "application/json");
                return DirectHandler.TransportResponse.builder()
                        .status(said)
                        .headers(headers)
                        .keepAlive(false)
                        .entity(Answer.error(
                                        said.code(), "The request cannot be understood: " + said.reasonPhrase() + ".")
                                .body())
                        .build();
            });
        }
        return handlers.build();
    }

    private HttpRouting.Builder routing(List<Route> routes) {
        HttpRouting.Builder routing = HttpRouting.builder();
        Map<String, TreeSet<String>> methods = new LinkedHashMap<>();
        for (Route route : routes) {
            routing.route(
                    Method.create(route.method()),
                    route.path(),
                    (request, response) -> handle(route, request, response));
            methods.computeIfAbsent(route.path(), _ -> new TreeSet<>()).add(route.method());
        }
        methods.forEach((path, known) -> {
            String allowed = String.join(", ", known);
            Route other = new Route(
                    "",
                    path,
                    true,
                    _ -> Answer.error(405, "This address takes " + allowed + ".")
                            .with("Allow", allowed));
            routing.any(path, (request, response) -> handle(other, request, response));
        });
        Route nothing = new Route("", "none", true, _ -> Answer.error(404, "There is nothing under this address."));
        return routing.any((request, response) -> handle(nothing, request, response));
    }

    private void handle(Route route, ServerRequest request, ServerResponse response) {
        long start = System.nanoTime();
        String method = route.method().isEmpty() ? "other" : route.method();
        metrics.began();
        int status = 500;
        try {
            Answer answer = answer(route, request);
            status = answer.status();
            send(answer, response);
            accessLog.write(
                    request.remotePeer().host(),
                    request.prologue().method().text(),
                    request.path().absolute().rawPath(),
                    answer,
                    seconds(start));
        } finally {
            metrics.answered(method, route.path(), status, seconds(start));
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private Answer answer(Route route, ServerRequest request) {
        if (!route.open()
                && !token.admits(
                        request.headers().first(HeaderNames.AUTHORIZATION).orElse(""))) {
            return Answer.error(401, "The token of the service is missing: send it as Authorization: Bearer TOKEN.")
                    .with("WWW-Authenticate", "Bearer");
        }
        try {
            return route.endpoint().answer(call(request));
        } catch (ServiceException e) {
            return Answer.error(e);
        } catch (OutOfMemoryError e) {
            log.error("Not enough memory for {}", route.path(), e);
            return Answer.error(503, "There is not enough memory for this at present.")
                    .with("Retry-After", "1");
        } catch (HttpException | RequestException e) {
            // What the library refuses it answers by itself.
            throw e;
        } catch (RuntimeException e) {
            log.error("{} failed", route.path(), e);
            return Answer.error(500, "This is a bug in Duello; its log has the details.");
        }
    }

    private static Call call(ServerRequest request) {
        Map<String, String> path = new HashMap<>();
        Map<String, String> query = new HashMap<>();
        try {
            request.path().pathParameters().toMap().forEach((name, values) -> path.put(name, values.getFirst()));
            request.query()
                    .toMap()
                    .forEach((name, values) -> query.put(name, values.isEmpty() ? "" : values.getFirst()));
        } catch (RuntimeException e) {
            // They are decoded only now.
            throw ServiceException.malformed("The address is not well formed.");
        }
        String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
        return new Call(path, query, type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT), body(request));
    }

    private static byte[] body(ServerRequest request) {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try {
            byte[] bytes = request.content().inputStream().readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new ServiceException(413, String.format("At most %,d bytes are taken.", MOST_BYTES));
            }
            return bytes;
        } catch (ServiceException | HttpException | RequestException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Each way in which a connection ends has an exception of its own.
            throw ServiceException.malformed("The body ends too soon.");
        }
    }

    private void send(Answer answer, ServerResponse response) {
        response.status(Status.create(answer.status()));
        response.header(HeaderNames.CONTENT_TYPE, answer.type());
        response.header("Cache-Control", "no-store");
        response.header("X-Content-Type-Options", "nosniff");
        answer.headers().forEach(response::header);
        if (closing) {
            response.header(HeaderNames.CONNECTION, "close");
        }
        response.send(answer.body());
    }

    int port() {
        return server.port();
    }

    /** Tells the connected that it closes, lets nobody in, and waits for what was accepted. */
    @Override
    public void close() {
        closing = true;
        try {
            Thread.sleep(FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop();
    }
}
