package dev.duello.app.serve;

import dev.duello.torch.CloseOnFailure;
import dev.duello.train.TrainingException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Models behind an HTTP server. It serves from the moment it is opened until it is closed. */
public final class Service implements AutoCloseable {
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Models models;
    private final HttpServer server;
    private final String address;

    /**
     * What to serve and how.
     *
     * @param runs by the names of their models, at least one
     * @param host the address of the interface
     * @param port 0 for any that is free
     * @param token what clients must send, or null when they need not
     * @param certificate a file of certificates in PEM, and {@code key} its key; both null for no encryption
     * @param batch samples that are made together
     * @param patience how long a request waits for others to be computed with
     * @param line samples that may wait
     * @param timeout how long a request may take, and how long requests are waited for at the end
     */
    public record Settings(
            Map<String, Path> runs,
            String host,
            int port,
            @Nullable String token,
            @Nullable Path certificate,
            @Nullable Path key,
            int batch,
            Duration patience,
            int line,
            Duration timeout) {
        public Settings {
            runs = Collections.unmodifiableMap(new LinkedHashMap<>(runs));
        }

        /** Keeps the token out of logs. */
        @Override
        public String toString() {
            return "the service of " + String.join(", ", runs.keySet()) + " on " + host + ":" + port;
        }
    }

    private Service(Settings settings, @Nullable PrintWriter accessLog) {
        ServiceMetrics metrics = new ServiceMetrics();
        try (CloseOnFailure opened = new CloseOnFailure()) {
            models = opened.add(new Models(
                    settings.runs,
                    new Batcher.Limits(settings.batch, settings.patience, settings.line, settings.timeout),
                    metrics));
            if (models.states().stream().allMatch(state -> state.model() == null)) {
                throw new TrainingException(problems().stream().collect(Collectors.joining(" ")));
            }
            server = new HttpServer(
                    new HttpServer.Place(
                            settings.host, settings.port, settings.certificate, settings.key, settings.timeout),
                    routes(models, metrics, closing),
                    new BearerToken(settings.token),
                    metrics,
                    new AccessLog(accessLog));
            opened.succeeded();
        }
        String host = settings.host.contains(":") ? "[" + settings.host + "]" : settings.host;
        address = (settings.certificate == null ? "http://" : "https://") + host + ":" + server.port();
    }

    static List<Route> routes(Models models, ServiceMetrics metrics, AtomicBoolean closing) {
        Endpoint infer = new InferEndpoint(models);
        List<Route> routes = new ArrayList<>(List.of(
                Route.post("/v1/images", new ImagesEndpoint(models)),
                Route.post("/v1/score", new ScoreEndpoint(models)),
                Route.post("/v1/encode", new EncodeEndpoint(models)),
                Route.post("/v1/translate", new TranslateEndpoint(models)),
                Route.post("/v2/models/{name}/infer", infer),
                Route.post("/v2/models/{name}/versions/{version}/infer", InferenceFormat.ofVersion(infer))));
        routes.addAll(new StatusRoutes(models, metrics, closing::get).routes());
        return routes;
    }

    /**
     * Opens the models, then the server.
     *
     * @param accessLog gets a line of JSON for each request; null for none
     * @throws TrainingException when none of the models can be opened
     * @throws dev.duello.data.DataException when the server cannot be opened there
     */
    public static Service open(Settings settings, @Nullable PrintWriter accessLog) {
        return new Service(settings, accessLog);
    }

    /** Where it is, as the beginning of an address. */
    public String address() {
        return address;
    }

    public int port() {
        return server.port();
    }

    /** A sentence for each model that could not be opened. */
    public List<String> problems() {
        return models.states().stream()
                .filter(state -> !state.problem().isEmpty())
                .map(state -> "Model " + state.name() + " is not served: " + state.problem())
                .toList();
    }

    /** Says that it is not ready any more, lets nobody in, answers what was accepted, and closes the models. */
    @Override
    public void close() {
        closing.set(true);
        server.close();
        models.close();
    }
}
