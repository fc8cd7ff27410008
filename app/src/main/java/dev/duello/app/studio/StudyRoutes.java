package dev.duello.app.studio;

import dev.duello.app.studio.http.Content;
import dev.duello.app.studio.http.HttpException;
import dev.duello.app.studio.http.Reply;
import dev.duello.app.studio.http.Request;
import dev.duello.app.studio.http.Router;
import dev.duello.app.studio.studies.StudyIndex;
import dev.duello.app.studio.studies.StudySummary;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Looking at searches for settings: the list, and the page of one, which is asked for again while it goes on. */
final class StudyRoutes {
    private final StudyIndex index;
    private final Function<Path, String> page;

    /** @param page what is to be seen of a study, as markup in which everything from files is escaped */
    StudyRoutes(StudyIndex index, Function<Path, String> page) {
        this.index = index;
        this.page = page;
    }

    void addTo(Router router) {
        router.on("GET", "/api/studies", this::list).on("GET", "/api/studies/{study}", this::study);
    }

    private Reply list(Request request) {
        return Content.json(Map.of(
                "studies",
                index.find().values().stream()
                        .map(path -> StudySummary.of(index, path))
                        .toList()));
    }

    /** {@code known} is the version that the page shows already; then there is no markup in the answer. */
    private Reply study(Request request) {
        Path path = index.study(request.path("study"))
                .orElseThrow(() -> HttpException.notFound("There is no study of this name."));
        String version = StudySummary.version(index.open(path));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("version", version);
        if (!version.equals(request.query("known", ""))) {
            answer.put("markup", page.apply(path));
        }
        return Content.json(answer);
    }
}
