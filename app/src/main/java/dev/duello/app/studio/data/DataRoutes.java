package dev.duello.app.studio.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.app.studio.http.Content;
import dev.duello.app.studio.http.HttpException;
import dev.duello.app.studio.http.Reply;
import dev.duello.app.studio.http.Request;
import dev.duello.app.studio.http.Router;
import dev.duello.app.studio.runs.RunIndex;
import dev.duello.app.studio.runs.TrainingDuration;
import dev.duello.data.catalog.CatalogEntry;
import dev.duello.data.catalog.DatasetCatalog;
import dev.duello.learn.LearnerKinds;
import dev.duello.learn.Setting;
import dev.duello.nn.ShapeException;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import dev.duello.train.SettingsReference;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the page that starts a training asks before. Folders and what is in them are told to those who have the token only: these
 * routes take POST.
 */
public final class DataRoutes {
    private final RunIndex index;
    private final DatasetInspector looks;

    public DataRoutes(RunIndex index, DatasetInspector looks) {
        this.index = index;
        this.looks = looks;
    }

    public void addTo(Router router) {
        router.on("GET", "/api/choices", _ -> choices())
                .on("GET", "/api/data/{name}/card.png", this::card)
                .on("POST", "/api/folders", this::folders)
                .on("POST", "/api/look", this::look)
                .on("POST", "/api/estimate", this::estimate);
    }

    record Preset(String name, String help, Map<String, String> values) {}

    record Known(String name, String description, String license, long download, boolean here) {}

    private static Reply choices() {
        Map<String, Object> choices = new LinkedHashMap<>();
        choices.put(
                "presets",
                LearnerKinds.all().stream()
                        .flatMap(kind -> kind.presets().entrySet().stream())
                        .map(preset -> new Preset(
                                preset.getKey(),
                                preset.getValue(),
                                SettingsReference.values(ExperimentReader.preset(preset.getKey()))))
                        .toList());
        choices.put(
                "data", DatasetCatalog.entries().stream().map(DataRoutes::known).toList());
        choices.put("settings", allSettings());
        return Content.json(choices);
    }

    /** Those of every learner, each once; a preset has those that it gives a value. */
    private static Collection<Setting> allSettings() {
        Map<String, Setting> byKey = new LinkedHashMap<>();
        LearnerKinds.all().stream()
                .flatMap(kind -> SettingsReference.all(kind).stream())
                .forEach(setting -> byKey.putIfAbsent(setting.key(), setting));
        return byKey.values();
    }

    private static Known known(CatalogEntry entry) {
        return new Known(
                entry.name(),
                entry.description(),
                entry.license(),
                entry.isHere() ? 0 : entry.downloadBytes(),
                entry.isHere());
    }

    private Reply card(Request request) {
        try {
            return Content.of("image/png", looks.card(request.path("name"))).kept();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpException(503, "The studio is closing.");
        }
    }

    /** {@code {"path": "/home/me"}}; without a path, where to begin; {@code {"find": "photos"}}: folders of that name. */
    private Reply folders(Request request) throws IOException {
        JsonNode body = request.json();
        if (body.has("find")) {
            return Content.json(Map.of(
                    "found",
                    FolderBrowser.find(
                            FolderBrowser.roots(index.root()), body.get("find").asText())));
        }
        String path = body.path("path").asText("");
        return Content.json(
                path.isEmpty() ? Map.of("roots", FolderBrowser.roots(index.root())) : FolderBrowser.list(path));
    }

    /** {@code {"source": "/home/me/photos"}}, asked again until it is done. */
    private Reply look(Request request) throws IOException {
        String source = request.json().path("source").asText("").strip();
        if (source.isEmpty()) {
            throw HttpException.malformed("source says which images: a name or a path.");
        }
        return Content.json(looks.look(source));
    }

    /** {@code {"settings": {...}, "for": "10m"}} of a training, where the time may be left out: its length, and how long it takes on this machine, where that is known. */
    private Reply estimate(Request request) throws IOException {
        JsonNode body = request.json();
        Map<String, String> settings = new LinkedHashMap<>();
        body.path("settings")
                .properties()
                .forEach(each -> settings.put(each.getKey(), each.getValue().asText()));
        Optional<Duration> time = TrainingDuration.of(body.path("for").asText(""), settings);
        Optional<DatasetInspector.Found> found = looks.found(settings.getOrDefault("data.source", ""));
        Map<String, Object> answer = new LinkedHashMap<>();
        if (found.isPresent() && settings.getOrDefault("preset", "auto").startsWith("auto")) {
            // What auto chose comes before what was set by hand, as in a training.
            Map<String, String> all = new LinkedHashMap<>();
            String taken = found.get().chosen().get("preset");
            if (taken != null) {
                settings.compute("preset", (_, asked) -> asked == null ? taken : asked.replaceFirst("^auto", taken));
            }
            found.get().chosen().forEach((key, value) -> {
                if (key.endsWith(".width")) {
                    all.put(key, value);
                }
            });
            all.putAll(settings);
            settings.putAll(all);
        }
        Experiment experiment = ExperimentReader.read(null, settings);
        if (time.isPresent()) {
            answer.put("seconds", time.get().toSeconds());
        } else {
            answer.put("images", experiment.training().images());
            answer.put("kimg", experiment.training().kimg());
        }
        if (found.isPresent()) {
            Map<String, Double> classes =
                    experiment.data().labels().matches("auto|use") ? found.get().shares() : Map.of();
            try {
                Experiment known = experiment.forImages(found.get().format(), classes);
                TimeEstimate.of(known, index.runs()).ifPresent(speed -> {
                    if (time.isPresent()) {
                        double images = time.get().toSeconds() * speed.images();
                        answer.put("images", Math.round(images));
                        answer.put("kimg", images / 1000);
                    } else {
                        answer.put("seconds", experiment.training().images() / speed.images());
                    }
                    answer.put("from", speed.from());
                    answer.put("same", speed.same());
                });
            } catch (ShapeException e) {
                answer.put("problem", String.valueOf(e.getMessage()));
            }
        }
        return Content.json(answer);
    }
}
