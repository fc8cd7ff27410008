package dev.duello.app;

import dev.duello.Words;
import dev.duello.data.CatalogEntry;
import dev.duello.data.DataException;
import dev.duello.data.DatasetCatalog;
import dev.duello.data.Downloader;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "get",
        description = "Downloads a data set from its publisher; a cut download goes on where it stopped.",
        mixinStandardHelpOptions = true)
final class DataGetCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "A name from `duello data list`.")
    private String name;

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CatalogEntry entry = DatasetCatalog.find(name).orElseThrow(this::unknown);
        boolean wasHere = entry.isHere();
        if (!wasHere) {
            download(entry);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (outputOptions.json) {
            Json.object()
                    .put("name", entry.name())
                    .put("embedded", entry.isEmbedded())
                    .put("downloaded", !wasHere)
                    .put("folder", entry.isEmbedded() ? null : entry.folder().toString())
                    .print(out);
        } else if (entry.isEmbedded()) {
            out.println(name + " comes with Duello: nothing to download.");
        } else {
            out.println(name + (wasHere ? " is already in " : " is now in ") + entry.folder());
        }
        out.flush();
        return 0;
    }

    private DataException unknown() {
        List<String> names =
                DatasetCatalog.entries().stream().map(CatalogEntry::name).toList();
        return new DataException("There is no data set called '" + name + "'" + Words.suggestion(name, names)
                + " Known are " + String.join(", ", names) + ".");
    }

    private void download(CatalogEntry entry) {
        PrintWriter err = spec.commandLine().getErr();
        Map<String, Long> bytes = new HashMap<>();
        try (Downloader downloader = new Downloader();
                ProgressLine line = ProgressLine.on(err, ProgressLine.Unit.BYTES, outputOptions.quiet)) {
            downloader.download(entry, (file, here, _) -> {
                bytes.put(file, here);
                long done = bytes.values().stream().mapToLong(Long::longValue).sum();
                line.update(done, entry.downloadBytes(), () -> "  " + file);
            });
        }
    }
}
