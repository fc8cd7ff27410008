package dev.duello.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** Runs what JMH's own options name and prints a table, as Markdown: JMH's has no room for three iterations. */
public final class Pieces {
    private Pieces() {}

    public static void main(String[] arguments) throws CommandLineOptionException, RunnerException {
        Collection<RunResult> results = new Runner(new CommandLineOptions(arguments)).run();
        System.out.println("\n| piece | median | least | most |\n|---|---|---|---|");
        for (RunResult result : results) {
            double[] scores = result.getBenchmarkResults().stream()
                    .flatMap(fork -> fork.getIterationResults().stream())
                    .map(IterationResult::getPrimaryResult)
                    .mapToDouble(Result::getScore)
                    .sorted()
                    .toArray();
            List<String> row = new ArrayList<>(List.of(name(result)));
            for (double score : new double[] {scores[scores.length / 2], scores[0], scores[scores.length - 1]}) {
                row.add(number(score) + " " + result.getPrimaryResult().getScoreUnit().replace("/op", ""));
            }
            System.out.println("| " + String.join(" | ", row) + " |");
        }
    }

    private static String name(RunResult result) {
        StringBuilder name = new StringBuilder(
                result.getParams().getBenchmark().replaceAll(".*\\.([^.]+\\.[^.]+)", "`$1`"));
        for (String key : result.getParams().getParamsKeys()) {
            name.append(' ').append(result.getParams().getParam(key));
        }
        return name.toString();
    }

    /** Three digits: more would be noise. */
    private static String number(double value) {
        int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(value)));
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
