package dev.duello.app;

import dev.duello.train.Version;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        description = "Checks this machine: Java, the native library, processor, GPU, memory, disk, data.",
        footer = {"", "The exit code is 1 if there is a problem; notes are not problems."},
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--json", description = "The result as one JSON object on stdout.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<CheckResult> findings = MachineCheck.findings();
        boolean healthy = findings.stream().noneMatch(finding -> finding.level() == CheckResult.Level.PROBLEM);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            printJson(findings, healthy, out);
        } else {
            out.println("Duello " + Version.current());
            Ansi ansi = spec.commandLine().getColorScheme().ansi();
            findings.forEach(finding ->
                    out.printf("%s  %-9s %s%n", ansi.string(mark(finding)), finding.subject(), finding.text()));
            out.println(healthy ? "Ready." : "Not ready: see the problems above.");
        }
        out.flush();
        return healthy ? 0 : 1;
    }

    private static String mark(CheckResult finding) {
        return switch (finding.level()) {
            case OK -> "@|green OK     |@";
            case NOTE -> "@|yellow note   |@";
            case PROBLEM -> "@|red,bold PROBLEM|@";
        };
    }

    private static void printJson(List<CheckResult> findings, boolean healthy, PrintWriter out) {
        Json node = Json.object();
        node.put("version", Version.current());
        node.put("healthy", healthy);
        Json.Items array = node.putArray("findings");
        for (CheckResult finding : findings) {
            array.addObject()
                    .put("level", finding.level().name().toLowerCase(Locale.ROOT))
                    .put("subject", finding.subject())
                    .put("text", finding.text());
        }
        node.print(out);
    }
}
