package dev.duello.app;

import dev.duello.data.catalog.DownloadProgress;
import dev.duello.data.catalog.Downloader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What all commands called {@code get} do: bring something that is not here yet, show how far that is, and tell where it is.
 *
 * @param name what the user typed
 * @param kind of the place: {@code file} or {@code folder}
 * @param place where it is, or will be
 * @param isHere whether there is nothing to bring
 * @param bytes of all files
 * @param fetching brings it
 */
record Download(String name, String kind, Path place, boolean isHere, long bytes, Fetching fetching) {

    /** Brings files with a downloader that its caller closes. */
    @FunctionalInterface
    interface Fetching {
        void fetch(Downloader downloader, DownloadProgress progress);
    }

    int run(OutputOptions options, CommandSpec spec) {
        if (!isHere) {
            fetch(spec.commandLine().getErr(), options.quiet);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (options.json) {
            Json.object()
                    .put("name", name)
                    .put("downloaded", !isHere)
                    .put(kind, place.toString())
                    .print(out);
        } else {
            out.println(name + (isHere ? " is already in " : " is now in ") + place);
        }
        out.flush();
        return 0;
    }

    private void fetch(PrintWriter err, boolean quiet) {
        Map<String, Long> here = new HashMap<>();
        try (Downloader downloader = new Downloader();
                ProgressLine line = ProgressLine.on(err, ProgressLine.Unit.BYTES, quiet)) {
            fetching.fetch(downloader, (file, done, _) -> {
                here.put(file, done);
                line.update(here.values().stream().mapToLong(Long::longValue).sum(), bytes, () -> "  " + file);
            });
        }
    }
}
