package dev.duello.app;

import dev.duello.data.AtomicFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "report",
        description = "Writes a run as one HTML file: curves, samples during training, networks, settings.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "The run directory.")
    private Path run;

    @Option(names = "--html", paramLabel = "FILE", description = "The page; report.html in the run by default.")
    private @Nullable Path html;

    @Option(names = "--json", description = "The result as one JSON object on stdout.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path page = html == null ? run.resolve("report.html") : html;
        AtomicFiles.writeText(page, ReportPage.of(run));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.object()
                    .put("run", run.toString())
                    .put("page", page.toString())
                    .print(out);
        } else {
            out.println("page " + page);
        }
        out.flush();
        return 0;
    }
}
