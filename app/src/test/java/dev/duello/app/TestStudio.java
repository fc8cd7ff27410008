package dev.duello.app;

import dev.duello.app.studio.Studio;
import java.io.IOException;
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
}
