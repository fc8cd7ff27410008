package dev.duello.app.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.duello.explain.SavedDirections;
import dev.duello.train.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What is said about the service and its models, and how a model is opened anew. */
final class StatusRoutes {
    private final Models models;
    private final ServiceMetrics metrics;
    private final BooleanSupplier closing;
    private final Answer description = description();

    /** @param closing whether the service takes no more requests */
    StatusRoutes(Models models, ServiceMetrics metrics, BooleanSupplier closing) {
        this.models = models;
        this.metrics = metrics;
        this.closing = closing;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v2/health/live", _ -> Answer.json(Map.of("live", true)))
                        .forAll(),
                Route.get("/v2/health/ready", _ -> ready()).forAll(),
                Route.get("/v2", _ -> server()),
                // So it is written in the published description.
                Route.get("/v2/", _ -> server()),
                Route.get("/v2/models/{name}", this::metadata),
                Route.get("/v2/models/{name}/ready", this::modelReady),
                Route.get("/v2/models/{name}/versions/{version}", InferenceFormat.ofVersion(this::metadata)),
                Route.get("/v2/models/{name}/versions/{version}/ready", InferenceFormat.ofVersion(this::modelReady)),
                Route.post("/v2/repository/index", _ -> index()),
                Route.post("/v2/repository/models/{name}/load", this::load),
                Route.get("/v1/models", _ -> all()),
                Route.get("/metrics", _ -> metrics.page()),
                Route.get("/openapi.json", _ -> description));
    }

    /** Kept as YAML, which is easier to read and write. */
    private static Answer description() {
        try (InputStream yaml = StatusRoutes.class.getResourceAsStream("openapi.yaml")) {
            JsonNode tree = new YAMLMapper().readTree(yaml);
            return Answer.of("application/json", new ObjectMapper().writeValueAsBytes(tree));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A service of several models is ready as long as one of them is: the others have their own address. */
    private Answer ready() {
        Map<String, Object> names = new LinkedHashMap<>();
        boolean any = false;
        for (Models.State state : models.states()) {
            any |= state.model() != null;
            names.put(state.name(), state.model() != null ? "ready" : state.problem());
        }
        boolean ready = any && !closing.getAsBoolean();
        return Answer.json(ready ? 200 : 503, Map.of("ready", ready, "models", names));
    }

    private static Answer server() {
        return Answer.json(
                Map.of("name", "duello", "version", Version.current(), "extensions", List.of("model_repository")));
    }

    private Answer metadata(Call call) {
        return models.use(
                call.path().getOrDefault("name", ""),
                model -> Answer.json(InferenceFormat.of(model.facts()).metadata(model.name())));
    }

    private Answer modelReady(Call call) {
        Models.State state = models.state(call.path().getOrDefault("name", ""));
        return state.model() != null
                ? Answer.json(Map.of("name", state.name(), "ready", true))
                : Answer.json(503, Map.of("name", state.name(), "ready", false, "error", state.problem()));
    }

    private Answer index() {
        return Answer.json(models.states().stream()
                .map(state -> Map.of(
                        "name",
                        state.name(),
                        "version",
                        InferenceFormat.VERSION,
                        "state",
                        state.model() == null ? "UNAVAILABLE" : "READY",
                        "reason",
                        state.problem()))
                .toList());
    }

    private Answer load(Call call) {
        Models.State state = models.reload(call.path().getOrDefault("name", ""));
        return state.problem().isEmpty() && state.model() != null
                ? Answer.json(Map.of(
                        "name", state.name(), "kimg", state.model().facts().kimg()))
                : Answer.error(503, state.problem());
    }

    private Answer all() {
        return Answer.json(Map.of(
                "models", models.states().stream().map(StatusRoutes::told).toList()));
    }

    private static Map<String, Object> told(Models.State state) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", state.name());
        told.put("ready", state.model() != null);
        if (!state.problem().isEmpty()) {
            told.put("problem", state.problem());
        }
        if (state.model() != null) {
            ServedModel.Facts facts = state.model().facts();
            told.put("kimg", facts.kimg());
            told.put("medium", facts.format().medium().singular());
            told.put("shape", facts.format().shape());
            told.put("classes", facts.classes());
            told.put(
                    "moves",
                    facts.directions().directions().stream()
                            .map(SavedDirections.Saved::name)
                            .toList());
            told.put("score", facts.critic());
            told.put("encode", facts.encoder());
            told.put("translate", facts.translation() != null);
            if (facts.translation() != null) {
                told.put("factor", facts.translation().factor());
                told.put("variants", facts.translation().random());
            }
        }
        return told;
    }
}
