package dev.duello.app;

import dev.duello.app.studio.Studio;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/** Studios on a free port of this machine, with the pages of the command. */
final class TestStudio {
    private TestStudio() {}

    /** One that starts no trainings. */
    static Studio open(Path runs) throws IOException {
        return open(runs, List.of("/bin/false"));
    }

    /** @param command what starts Duello */
    static Studio open(Path runs, List<String> command) throws IOException {
        return Studio.open(new Studio.Settings(runs, null, null, 0, command, ReportPage::of, SearchPage::body));
    }

    /** What it answers to a path such as {@code /api/runs}. */
    static HttpResponse<byte[]> get(Studio studio, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(studio.address()).resolve(path))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }
}
