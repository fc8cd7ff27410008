package dev.duello.app;

import dev.duello.Messages;
import dev.duello.data.catalog.CatalogEntry;
import dev.duello.data.catalog.DatasetCatalog;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "get",
        description = "Downloads a data set from its publisher; an interrupted download is resumed.",
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
        if (entry.isEmbedded()) {
            return sayEmbedded();
        }
        return new Download(
                        name,
                        "folder",
                        entry.folder(),
                        entry.isHere(),
                        entry.downloadBytes(),
                        (downloader, progress) -> downloader.download(entry, progress))
                .run(outputOptions, spec);
    }

    private int sayEmbedded() {
        PrintWriter out = spec.commandLine().getOut();
        if (outputOptions.json) {
            Json.object()
                    .put("name", name)
                    .put("downloaded", false)
                    .put("embedded", true)
                    .print(out);
        } else {
            out.println(name + " comes with Duello: nothing to download.");
        }
        out.flush();
        return 0;
    }

    private ParameterException unknown() {
        List<String> names =
                DatasetCatalog.entries().stream().map(CatalogEntry::name).toList();
        return new ParameterException(
                spec.commandLine(),
                "There is no data set called '" + name + "'" + Messages.suggestion(name, names) + " Known are "
                        + String.join(", ", names) + ".");
    }
}
