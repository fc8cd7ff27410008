package dev.duello.app.studio;

import dev.duello.app.studio.explore.Explorer;
import dev.duello.app.studio.http.Content;
import dev.duello.app.studio.http.HttpException;
import dev.duello.app.studio.http.Reply;
import dev.duello.app.studio.http.Request;
import dev.duello.app.studio.http.Router;
import dev.duello.app.studio.runs.Run;
import dev.duello.app.studio.runs.RunIndex;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Images out of latents, as the page asks for them: {@code z} holds recipes, {@code truncation} what they are multiplied with,
 * {@code class} the class of all of them, {@code move} directions along which they are moved, {@code units} what is set inside of the
 * generator. A recipe names random latents by seed and number, so that an address says all there is to
 * repeat an image.
 */
final class ExploreRoutes {
    /** Bytes of an image that is dropped onto the page. */
    static final int MOST_BYTES = 16 << 20;

    private final RunIndex index;
    private final Explorer explorer;

    ExploreRoutes(RunIndex index, Explorer explorer) {
        this.index = index;
        this.explorer = explorer;
    }

    void addTo(Router router) {
        String checkpoint = "/api/runs/{run}/checkpoints/{checkpoint}";
        router.on("GET", checkpoint, request -> Content.json(explorer.networks(path(request), name(request))))
                .on("GET", checkpoint + "/images", this::images)
                .on("GET", checkpoint + "/images.png", this::png)
                .on("GET", checkpoint + "/sound.wav", this::wav)
                .on("GET", checkpoint + "/clip.gif", this::clip)
                .on("GET", checkpoint + "/shape", this::shape)
                .on("GET", checkpoint + "/latents.npy", this::npy)
                .on("GET", checkpoint + "/walk.gif", this::walk)
                .on("GET", "/api/runs/{run}/samples.gif", this::training)
                .on("POST", checkpoint + "/judge", this::judge);
    }

    private Path path(Request request) {
        return run(request).path();
    }

    private Run run(Request request) {
        return RunRoutes.run(index, request);
    }

    private static String name(Request request) {
        return request.path("checkpoint");
    }

    static Explorer.Recipes recipes(Request request) {
        String latents = request.query("z", "");
        if (latents.isEmpty()) {
            throw HttpException.malformed("z says which latents: SEED.NUMBER, with semicolons between them.");
        }
        return new Explorer.Recipes(
                latents,
                request.number("truncation", 1, 0, 2),
                request.query("class", ""),
                request.query("move", ""),
                request.query("units", ""));
    }

    private Reply images(Request request) {
        return Content.json(explorer.make(path(request), name(request), recipes(request)));
    }

    private Reply png(Request request) {
        return Content.of("image/png", explorer.png(path(request), name(request), recipes(request)))
                .asDownload(run(request).id() + ".png");
    }

    private Reply wav(Request request) {
        return Content.of("audio/wav", explorer.wav(path(request), name(request), recipes(request)))
                .kept();
    }

    private Reply clip(Request request) {
        return Content.of("image/gif", explorer.clip(path(request), name(request), recipes(request)))
                .kept();
    }

    private Reply shape(Request request) {
        return Content.json(explorer.shape(path(request), name(request), recipes(request)));
    }

    private Reply npy(Request request) throws IOException {
        return Content.of("application/octet-stream", explorer.npy(path(request), name(request), recipes(request)))
                .asDownload(run(request).id() + ".npy");
    }

    private Reply walk(Request request) throws IOException {
        int steps = (int) request.number("steps", 16, 2, 64);
        return Content.of("image/gif", explorer.gif(path(request), name(request), recipes(request), steps))
                .asDownload(run(request).id() + "-walk.gif");
    }

    /** The sample grids of a run, one after the other. */
    private Reply training(Request request) throws IOException {
        Run run = run(request);
        return Content.of("image/gif", TrainingGif.of(run)).asDownload(run.id() + ".gif");
    }

    private Reply judge(Request request) throws IOException {
        return Content.json(
                explorer.judge(path(request), name(request), request.body(MOST_BYTES), request.query("class", "")));
    }
}
