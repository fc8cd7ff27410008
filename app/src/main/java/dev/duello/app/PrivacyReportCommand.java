package dev.duello.app;

import dev.duello.data.AtomicFiles;
import dev.duello.train.PrivacyStatement;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "report",
        description = "States what a private run promises, on what grounds, and what is not covered.",
        mixinStandardHelpOptions = true)
final class PrivacyReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "The run directory.")
    private Path run;

    @Option(names = "--html", paramLabel = "FILE", description = "Also as a page.")
    private @Nullable Path html;

    @Option(names = "--json", description = "The result as one JSON object on stdout.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrivacyStatement statement = PrivacyStatement.of(run);
        PrintWriter out = spec.commandLine().getOut();
        if (html != null) {
            AtomicFiles.writeText(html, page(statement));
        }
        if (json) {
            print(statement, out);
        } else {
            out.println(PrivacyText.promise(String.valueOf(run.getFileName()), statement));
            out.println();
            rows(statement).forEach((name, value) -> out.printf("  %-20s %s%n", name, value));
            list(out, "It rests on:", statement.assumptions());
            list(out, "Beside the private steps:", statement.outside());
        }
        out.flush();
        return 0;
    }

    private static Map<String, String> rows(PrivacyStatement statement) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("unit of protection", statement.unit());
        rows.put("neighbors", statement.neighbors());
        rows.put("epsilon", PrivacyText.number(statement.epsilon()) + " by " + statement.accountant());
        rows.put("", PrivacyText.number(statement.epsilonByRdp()) + " by " + statement.accountantRdp());
        rows.put("promised", PrivacyText.number(statement.promised()));
        rows.put("delta", PrivacyText.number(statement.delta()));
        rows.put("mechanism", mechanism(statement));
        rows.put("records", String.format(Locale.ROOT, "%,d of %s", statement.records(), statement.data()));
        if (statement.embeddingNoise() > 0) {
            rows.put(
                    "embedding",
                    "noise multiplier " + PrivacyText.number(statement.embeddingNoise())
                            + ", of vectors of length 1, released once");
        }
        if (statement.noiseMultiplier() > 0) {
            steps(statement, rows);
        }
        rows.put("trust", "central: the person who trains sees all images");
        return rows;
    }

    private static void steps(PrivacyStatement statement, Map<String, String> rows) {
        rows.put(
                "sampling rate",
                PrivacyText.number(statement.samplingRate()) + " (" + statement.batch() + " a step on average)");
        rows.put("steps", String.format(Locale.ROOT, "%,d", statement.steps()));
        rows.put("noise multiplier", PrivacyText.number(statement.noiseMultiplier()));
        rows.put("clipping norm", PrivacyText.number(statement.clipNorm()));
    }

    private static String mechanism(PrivacyStatement statement) {
        String release = "Gaussian mechanism on the mean embedding of each class, once";
        String steps = "DP-SGD on the discriminator; Poisson sampling, as it is accounted for";
        if (statement.embeddingNoise() == 0) {
            return steps;
        }
        return statement.noiseMultiplier() == 0 ? release : release + "; then " + steps;
    }

    private static void list(PrintWriter out, String title, List<String> lines) {
        out.println();
        out.println(title);
        lines.forEach(line -> out.println("  - " + line));
    }

    private static void print(PrivacyStatement statement, PrintWriter out) {
        Json node = Json.object()
                .put("epsilon", statement.epsilon())
                .put("delta", statement.delta())
                .put("promised-epsilon", statement.promised())
                .put("accountant", statement.accountant())
                .put("epsilon-rdp", statement.epsilonByRdp())
                .put("accountant-rdp", statement.accountantRdp())
                .put("unit", statement.unit())
                .put("neighbors", statement.neighbors())
                .put("data", statement.data())
                .put("records", statement.records())
                .put("sampling", "poisson")
                .put("sampling-rate", statement.samplingRate())
                .put("batch", statement.batch())
                .put("steps", statement.steps())
                .put("noise-multiplier", statement.noiseMultiplier())
                .put("clip-norm", statement.clipNorm())
                .put("embedding-noise-multiplier", statement.embeddingNoise());
        Json.Items assumptions = node.putArray("assumptions");
        statement.assumptions().forEach(assumptions::add);
        Json.Items outside = node.putArray("outside");
        statement.outside().forEach(outside::add);
        node.print(out);
    }

    private String page(PrivacyStatement statement) {
        StringBuilder body = new StringBuilder("<h1>Privacy of ")
                .append(Html.escape(String.valueOf(run.getFileName())))
                .append("</h1>\n<p>")
                .append(Html.escape(PrivacyText.promise(String.valueOf(run.getFileName()), statement)))
                .append("</p>\n")
                .append(Html.scrolled("What is promised and how"))
                .append("<table>\n");
        rows(statement)
                .forEach((name, value) -> body.append("<tr><th scope=\"row\">")
                        .append(Html.escape(name))
                        .append("</th><td>")
                        .append(Html.escape(value))
                        .append("</td></tr>\n"));
        body.append("</table></div>\n");
        section(body, "It rests on", statement.assumptions());
        section(body, "Beside the private steps", statement.outside());
        return Html.page("Privacy of " + run.getFileName(), body.toString());
    }

    private static void section(StringBuilder body, String title, List<String> lines) {
        body.append("<h2>").append(title).append("</h2>\n<ul>\n");
        lines.forEach(line -> body.append("<li>").append(Html.escape(line)).append("</li>\n"));
        body.append("</ul>\n");
    }
}
