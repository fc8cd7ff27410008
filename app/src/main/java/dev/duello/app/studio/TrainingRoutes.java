package dev.duello.app.studio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.app.studio.http.Content;
import dev.duello.app.studio.http.HttpException;
import dev.duello.app.studio.http.Reply;
import dev.duello.app.studio.http.Request;
import dev.duello.app.studio.http.Router;
import dev.duello.app.studio.runs.Run;
import dev.duello.app.studio.runs.RunIndex;
import dev.duello.app.studio.runs.TrainingDuration;
import dev.duello.app.studio.runs.TrainingLauncher;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Starting, stopping and resuming runs. */
final class TrainingRoutes {
    private final RunIndex index;
    private final TrainingLauncher trainings;

    TrainingRoutes(RunIndex index, TrainingLauncher trainings) {
        this.index = index;
        this.trainings = trainings;
    }

    void addTo(Router router) {
        router.on("POST", "/api/runs", this::start)
                .on("POST", "/api/runs/{run}/stop", this::stop)
                .on("POST", "/api/runs/{run}/resume", this::resume);
    }

    /**
     * {@code {"name": "first", "settings": {"preset": "mlp", "training.kimg": "100"}}}; both may be left out. {@code "for": "10m"}
     * is a length as a time, in the place of one in kimg.
     */
    private Reply start(Request request) throws IOException {
        JsonNode body = request.json();
        Map<String, String> settings = new LinkedHashMap<>();
        body.path("settings").properties().forEach(setting -> {
            if (!setting.getValue().isValueNode()) {
                throw HttpException.malformed("The value of " + setting.getKey() + " is not a text or a number.");
            }
            settings.put(setting.getKey(), setting.getValue().asText());
        });
        String id = trainings.start(
                body.path("name").asText(""),
                settings,
                TrainingDuration.of(body.path("for").asText(""), settings).orElse(null));
        index.find();
        return Content.json(Map.of("id", id));
    }

    private Reply stop(Request request) throws IOException {
        Run run = RunRoutes.run(index, request);
        trainings.stop(run);
        return Content.json(Map.of("id", run.id()));
    }

    /** {@code {"kimg": 400}} gives a new length. */
    private Reply resume(Request request) throws IOException {
        Run run = RunRoutes.run(index, request);
        double kimg = request.json().path("kimg").asDouble(0);
        if (!(kimg >= 0 && kimg <= 1e9)) {
            throw HttpException.malformed("kimg must be a number from 0 to 1e9.");
        }
        trainings.resume(run, kimg);
        return Content.json(Map.of("id", run.id()));
    }
}
