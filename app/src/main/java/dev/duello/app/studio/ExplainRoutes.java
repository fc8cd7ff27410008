package dev.duello.app.studio;

import dev.duello.app.studio.explore.Explainer;
import dev.duello.app.studio.explore.Explorer;
import dev.duello.app.studio.http.Content;
import dev.duello.app.studio.http.HttpException;
import dev.duello.app.studio.http.JsonLines;
import dev.duello.app.studio.http.Reply;
import dev.duello.app.studio.http.Request;
import dev.duello.app.studio.http.Router;
import dev.duello.app.studio.runs.RunIndex;
import dev.duello.explain.Directions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Looking into the networks of a checkpoint. A sample is asked for as in {@link ExploreRoutes}. */
final class ExplainRoutes {
    private final RunIndex index;
    private final Explorer explorer;
    private final Explainer explainer;

    ExplainRoutes(RunIndex index, Explorer explorer, Explainer explainer) {
        this.index = index;
        this.explorer = explorer;
        this.explainer = explainer;
    }

    void addTo(Router router) {
        String checkpoint = "/api/runs/{run}/checkpoints/{checkpoint}";
        router.on("GET", checkpoint + "/directions", this::directions)
                .on("POST", checkpoint + "/directions", this::find)
                .on("POST", checkpoint + "/photo", this::photo)
                .on("GET", checkpoint + "/heat", this::heatOfSample)
                .on("POST", checkpoint + "/heat", this::heatOfFile)
                .on("GET", checkpoint + "/layers", this::layers)
                .on("GET", checkpoint + "/units", this::units);
    }

    private Path run(Request request) {
        return RunRoutes.run(index, request).path();
    }

    private static String checkpoint(Request request) {
        return request.path("checkpoint");
    }

    private Reply directions(Request request) {
        return Content.json(explorer.directions(run(request), checkpoint(request)));
    }

    private Reply find(Request request) {
        return Content.json(explainer.find(
                run(request),
                checkpoint(request),
                constant("method", request.query("method", "sefa"), Directions.Method.values())));
    }

    private Reply photo(Request request) throws IOException {
        Path run = run(request);
        byte[] file = request.body(ExploreRoutes.MOST_BYTES);
        return new JsonLines(progress -> explainer.invert(run, checkpoint(request), file, progress));
    }

    private Reply heatOfSample(Request request) {
        return Content.json(
                explainer.heat(run(request), checkpoint(request), ExploreRoutes.recipes(request), method(request)));
    }

    private Reply heatOfFile(Request request) throws IOException {
        return Content.json(explainer.heat(
                run(request),
                checkpoint(request),
                request.body(ExploreRoutes.MOST_BYTES),
                method(request),
                request.query("class", "")));
    }

    private static Explainer.Method method(Request request) {
        return constant("method", request.query("method", "integrated-gradients"), Explainer.Method.values());
    }

    private Reply layers(Request request) {
        return Content.json(explorer.layers(run(request), checkpoint(request)));
    }

    private Reply units(Request request) {
        return Content.json(explainer.units(
                run(request),
                checkpoint(request),
                ExploreRoutes.recipes(request),
                (int) request.number("layer", 0, 0, 10_000),
                request.query("region", "")));
    }

    /** A constant by its name in small letters, with dashes. */
    private static <T extends Enum<T>> T constant(String parameter, String text, T[] all) {
        List<String> names = Arrays.stream(all)
                .map(one -> one.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        int place = names.indexOf(text);
        if (place < 0) {
            throw HttpException.malformed(parameter + " is one of " + String.join(", ", names) + ".");
        }
        return all[place];
    }
}
