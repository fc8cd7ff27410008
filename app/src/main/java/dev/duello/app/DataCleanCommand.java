package dev.duello.app;

import dev.duello.data.CacheFolder;
import dev.duello.data.cache.CacheContents;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "clean",
        description = "Lists decoded copies of images and their cached features; --yes removes them.",
        footer = {
            "",
            "They are created again when they are needed. Your own images, downloads and runs are not touched."
        },
        mixinStandardHelpOptions = true)
final class DataCleanCommand implements Callable<Integer> {
    @Option(names = "--yes", description = "Remove what is listed; without this option nothing is removed.")
    private boolean yes;

    @Option(names = "--json", description = "The result as one JSON object on stdout.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<CacheContents.Entry> entries = CacheContents.list();
        if (yes) {
            entries.forEach(CacheContents::delete);
        }
        if (json) {
            print(entries, out);
        } else {
            tell(entries, out);
        }
        out.flush();
        return 0;
    }

    private void tell(List<CacheContents.Entry> entries, PrintWriter out) {
        if (entries.isEmpty()) {
            out.println("There is nothing to remove in " + CacheFolder.path() + ".");
            return;
        }
        for (CacheContents.Entry entry : entries) {
            out.printf("%-11s %9.1f MB  %s%n", name(entry.kind()), entry.bytes() / 1e6, entry.file());
        }
        String all = String.format(
                "%d %s, %.1f MB", entries.size(), entries.size() == 1 ? "file" : "files", bytes(entries) / 1e6);
        out.println(yes ? "Removed: " + all + "." : all + ". To remove them: duello data clean --yes");
    }

    private void print(List<CacheContents.Entry> entries, PrintWriter out) {
        Json node = Json.object();
        node.put("folder", CacheFolder.path().toString());
        node.put("removed", yes);
        node.put("bytes", bytes(entries));
        Json.Items files = node.putArray("files");
        for (CacheContents.Entry entry : entries) {
            files.addObject()
                    .put("file", entry.file().toString())
                    .put("kind", name(entry.kind()))
                    .put("bytes", entry.bytes());
        }
        node.print(out);
    }

    private static String name(CacheContents.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static long bytes(List<CacheContents.Entry> entries) {
        return entries.stream().mapToLong(CacheContents.Entry::bytes).sum();
    }
}
