package dev.duello.app.studio;

import dev.duello.app.studio.http.Content;
import dev.duello.app.studio.http.Reply;
import dev.duello.app.studio.http.Request;
import dev.duello.app.studio.http.Router;
import dev.duello.app.studio.runs.Run;
import dev.duello.app.studio.runs.RunIndex;
import dev.duello.app.studio.runs.RunNotes;
import dev.duello.app.studio.runs.Trash;
import java.io.IOException;
import java.util.Map;

/** What people do with the folders of runs: write about one, delete one, and want it back. */
final class FolderRoutes {
    private final RunIndex index;
    private final Trash trash;

    FolderRoutes(RunIndex index) {
        this.index = index;
        this.trash = new Trash(index.root());
    }

    void addTo(Router router) {
        router.on("POST", "/api/runs/{run}/notes", this::write)
                .on("POST", "/api/runs/{run}/delete", this::delete)
                .on("POST", "/api/trash/{name}/restore", this::restore);
    }

    /** {@code {"title": "", "tags": ["baseline"], "text": ""}}: all of what is kept, not only what changed. */
    private Reply write(Request request) throws IOException {
        Run run = RunRoutes.run(index, request);
        run.write(RunNotes.of(request.json()));
        index.tell(run);
        return Content.json(Map.of("id", run.id()));
    }

    private Reply delete(Request request) throws IOException {
        String name = trash.take(RunRoutes.run(index, request));
        index.find();
        return Content.json(Map.of("trash", name));
    }

    private Reply restore(Request request) throws IOException {
        String id = trash.putBack(request.path("name"));
        index.find();
        return Content.json(Map.of("id", id));
    }
}
