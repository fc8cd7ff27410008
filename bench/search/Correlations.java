import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How much an early measurement tells of the end: {@code Correlations METRIC FOLDER...} with Spearman's rank correlation between the
 * best value of a metric until 10, 20, 30 and 50 % of the length and the best until its end.
 *
 * <p>Every folder is searched for runs, such as those of a study's trials. Those of the greatest length in it count, of which each must
 * have been trained to the end and measured until the first tenth; runs that differ in nothing but the seed are one, by their mean.
 */
public final class Correlations {
    private static final double[] SHARES = {0.1, 0.2, 0.3, 0.5};
    private static final ObjectMapper JSON = new ObjectMapper();

    private Correlations() {}

    /** @param settings all but the seed */
    private record Curve(String settings, double[] kimg, double[] best) {
        double until(double most) {
            int at = 0;
            while (at + 1 < kimg.length && kimg[at + 1] <= most * 1.0001) {
                at++;
            }
            return best[at];
        }

        double length() {
            return kimg[kimg.length - 1];
        }
    }

    public static void main(String[] arguments) throws IOException {
        String metric = arguments[0];
        boolean isHigherBetter = metric.matches("precision|recall|density|coverage|ssim|psnr");
        System.out.printf("| %s | settings | 10 %% | 20 %% | 30 %% | 50 %% | rank at 10 %% of what is best at the end |%n", metric);
        System.out.println("|---|---|---|---|---|---|---|");
        for (int i = 1; i < arguments.length; i++) {
            print(arguments[i], curves(Path.of(arguments[i]), metric, isHigherBetter ? -1 : 1));
        }
    }

    private static List<Curve> curves(Path folder, String metric, int sign) throws IOException {
        List<Path> logs;
        try (Stream<Path> files = Files.walk(folder)) {
            logs = files.filter(file -> file.endsWith("events.jsonl")).sorted().toList();
        }
        List<Curve> curves = new ArrayList<>();
        for (Path log : logs) {
            Map<Double, Double> values = new TreeMap<>();
            for (String line : Files.readAllLines(log)) {
                if (line.contains("\"evaluated\"") && line.endsWith("}")) {
                    JsonNode event = JSON.readTree(line);
                    JsonNode value = event.path("values").path(metric);
                    if (value.isNumber()) {
                        values.put(event.get("images").asDouble() / 1000, sign * value.asDouble());
                    }
                }
            }
            if (values.size() > 1) {
                double[] best = values.values().stream().mapToDouble(Double::doubleValue).toArray();
                for (int i = 1; i < best.length; i++) {
                    best[i] = Math.min(best[i], best[i - 1]);
                }
                String settings = Files.readString(log.resolveSibling("experiment.yaml"));
                curves.add(new Curve(
                        settings.replaceAll("(?m)^ +(seed|kimg|anneal-kimg): .*\n", ""),
                        values.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
                        best));
            }
        }
        double length = curves.stream().mapToDouble(Curve::length).max().orElse(0);
        return curves.stream()
                .filter(curve -> curve.length() > 0.98 * length && curve.kimg()[0] <= SHARES[0] * length * 1.05)
                .toList();
    }

    private static void print(String name, List<Curve> curves) {
        Map<String, List<Curve>> bySettings = new TreeMap<>();
        curves.forEach(curve ->
                bySettings.computeIfAbsent(curve.settings(), _ -> new ArrayList<>()).add(curve));
        List<List<Curve>> groups = List.copyOf(bySettings.values());
        double[] end = values(groups, 1);
        // Among the better half the hopeless are gone, and what is left is to be told apart.
        double median = IntStream.range(0, end.length).mapToDouble(i -> end[i]).sorted().skip(Math.max(0, (end.length - 1) / 2)).findFirst().orElse(0);
        List<List<Curve>> good = IntStream.range(0, end.length).filter(i -> end[i] <= median).mapToObj(groups::get).toList();
        row(name + ", all", groups);
        row(name + ", the better half", good);
    }

    private static double[] values(List<List<Curve>> groups, double share) {
        return groups.stream()
                .mapToDouble(group -> group.stream()
                        .mapToDouble(curve -> curve.until(share * curve.length()))
                        .average()
                        .orElseThrow())
                .toArray();
    }

    private static void row(String name, List<List<Curve>> groups) {
        if (groups.size() < 4) {
            System.out.printf("| %s | %d | too few |%n", name, groups.size());
            return;
        }
        double[] end = ranks(values(groups, 1));
        StringBuilder line = new StringBuilder(String.format("| %s | %d ", name, groups.size()));
        for (double share : SHARES) {
            line.append(String.format(Locale.ROOT, "| %.2f ", correlation(ranks(values(groups, share)), end)));
        }
        double[] early = ranks(values(groups, SHARES[0]));
        int best = IntStream.range(0, end.length).boxed().min(Comparator.comparingDouble(i -> end[i])).orElseThrow();
        System.out.println(line.append(String.format(Locale.ROOT, "| %.0f |", early[best])));
    }

    /** From 1 on; equal values share the mean of their ranks. */
    private static double[] ranks(double[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> {
                    double less = 0;
                    double same = 0;
                    for (double other : values) {
                        less += other < values[i] ? 1 : 0;
                        same += other == values[i] ? 1 : 0;
                    }
                    return less + (same + 1) / 2;
                })
                .toArray();
    }

    /** Pearson's, of ranks: Spearman's. */
    private static double correlation(double[] x, double[] y) {
        double meanX = (x.length + 1) / 2.0;
        double product = 0;
        double squareX = 0;
        double squareY = 0;
        for (int i = 0; i < x.length; i++) {
            product += (x[i] - meanX) * (y[i] - meanX);
            squareX += (x[i] - meanX) * (x[i] - meanX);
            squareY += (y[i] - meanX) * (y[i] - meanX);
        }
        return product / Math.sqrt(squareX * squareY);
    }
}
