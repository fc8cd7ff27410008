package dev.duello.app.studio;

import dev.duello.app.studio.explore.Explorer;
import dev.duello.app.studio.http.Content;
import dev.duello.app.studio.http.Reply;
import dev.duello.app.studio.http.Request;
import dev.duello.app.studio.http.Router;
import dev.duello.app.studio.runs.RunIndex;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Images of images, for checkpoints of translators: of a file that is sent, and of the held-out part of their data. {@code class} is
 * that of the results, where the translator knows classes, {@code variants} says how many results of the same source, {@code seed} the
 * noise of the first.
 */
final class TranslateRoutes {
    private static final int MOST_VARIANTS = 16;

    private final RunIndex index;
    private final Explorer explorer;

    TranslateRoutes(RunIndex index, Explorer explorer) {
        this.index = index;
        this.explorer = explorer;
    }

    void addTo(Router router) {
        String checkpoint = "/api/runs/{run}/checkpoints/{checkpoint}";
        router.on("GET", checkpoint + "/translator", this::translator)
                .on("GET", checkpoint + "/pair", this::pair)
                .on("POST", checkpoint + "/translate", this::translate);
    }

    private Path run(Request request) {
        return RunRoutes.run(index, request).path();
    }

    private Reply translator(Request request) {
        return Content.json(explorer.translator(run(request), request.path("checkpoint")));
    }

    private Reply pair(Request request) {
        return Content.json(explorer.pair(
                run(request), request.path("checkpoint"), (int) request.number("number", 0, 0, Integer.MAX_VALUE)));
    }

    private Reply translate(Request request) throws IOException {
        return Content.json(explorer.translate(
                run(request),
                request.path("checkpoint"),
                request.body(ExploreRoutes.MOST_BYTES),
                request.query("class", ""),
                (int) request.number("variants", 1, 1, MOST_VARIANTS),
                (long) request.number("seed", 0, 0, 1e12)));
    }
}
