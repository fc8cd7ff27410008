package dev.duello.app.studio.toy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.app.studio.http.Content;
import dev.duello.app.studio.http.HttpException;
import dev.duello.app.studio.http.Reply;
import dev.duello.app.studio.http.Request;
import dev.duello.app.studio.http.Router;
import java.io.IOException;
import java.util.Map;

/**
 * Toy GANs, as the page steers them. {@code POST /api/toy} with settings begins one; {@code POST /api/toy/ID} with any of
 * {@code settings}, {@code running}, {@code pace} (steps a second), {@code step} and {@code reset} changes it; {@code GET
 * /api/toy/ID} is how it stands, with its picture.
 */
public final class ToyRoutes {
    private static final double FASTEST = 100_000;
    private static final int MOST_STEPS = 100;

    private final ToySessions sessions;

    public ToyRoutes(ToySessions sessions) {
        this.sessions = sessions;
    }

    public void addTo(Router router) {
        router.on("POST", "/api/toy", this::open)
                .on("GET", "/api/toy/{id}", this::frame)
                .on("POST", "/api/toy/{id}", this::change)
                .on("POST", "/api/toy/{id}/close", this::close);
    }

    private Reply open(Request request) throws IOException {
        return Content.json(Map.of("id", sessions.open(ToySettings.parse(request.json()))));
    }

    private Reply frame(Request request) {
        ToySession session = sessions.get(request.path("id"));
        return Content.json(session.frame(request.query("average", "").equals("true")));
    }

    private Reply change(Request request) throws IOException {
        ToySession session = sessions.get(request.path("id"));
        JsonNode body = request.json();
        if (body.has("settings")) {
            session.change(ToySettings.parse(body.get("settings")));
        }
        if (body.path("reset").asBoolean()) {
            session.reset();
        }
        if (body.has("running")) {
            double pace = body.path("pace").asDouble(100);
            if (!(pace >= 1 && pace <= FASTEST)) {
                throw HttpException.malformed("pace must be a number from 1 to " + FASTEST + ".");
            }
            session.run(body.get("running").asBoolean(), pace);
        }
        if (body.has("step")) {
            session.step(Math.clamp(body.get("step").asInt(), 1, MOST_STEPS));
        }
        return Content.json(Map.of("ok", true));
    }

    private Reply close(Request request) {
        sessions.close(request.path("id"));
        return Content.json(Map.of("ok", true));
    }
}
