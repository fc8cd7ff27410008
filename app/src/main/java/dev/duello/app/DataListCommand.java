package dev.duello.app;

import dev.duello.data.catalog.CatalogEntry;
import dev.duello.data.catalog.DatasetCatalog;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "list", description = "Lists the data sets that are known by name.", mixinStandardHelpOptions = true)
final class DataListCommand implements Callable<Integer> {
    @Option(names = "--json", description = "The result as one JSON object on stdout.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json node = Json.object();
            Json.Items entries = node.putArray("data");
            for (CatalogEntry entry : DatasetCatalog.entries()) {
                entries.addObject()
                        .put("name", entry.name())
                        .put("description", entry.description())
                        .put("license", entry.license())
                        .put("here", entry.isHere())
                        .put("embedded", entry.isEmbedded())
                        .put("download-bytes", entry.downloadBytes());
            }
            node.print(out);
        } else {
            for (CatalogEntry entry : DatasetCatalog.entries()) {
                out.printf("%-14s %s%n", entry.name(), entry.description());
                out.printf("%-14s %s; license: %s%n", "", state(entry), entry.license());
            }
            out.println();
            out.println(
                    "Instead of a name, you can give a path: a folder of images, a zip or tar archive, IDX or CIFAR-10 files.");
        }
        out.flush();
        return 0;
    }

    private static String state(CatalogEntry entry) {
        if (entry.isEmbedded()) {
            return "comes with Duello";
        }
        if (entry.isHere()) {
            return "downloaded";
        }
        return entry.files().isEmpty()
                ? "missing: it should have come with Duello"
                : String.format("`duello data get %s` downloads %.0f MB", entry.name(), entry.downloadBytes() / 1e6);
    }
}
