import dev.duello.data.Split;
import dev.duello.data.catalog.DatasetCatalog;
import dev.duello.data.drawn.DrawnSet;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What is known of the images of a drawn data set, as numbers that a network can be taught: an angle as its cosine and sine, an
 * alternative as one number for each.
 *
 * @param factors in the order of the CSV
 * @param rows of the training part, then of the test part, one number for each column
 */
record FactorTable(List<Factor> factors, double[][] training, double[][] test) {
    enum Kind {
        NUMBER,
        ANGLE,
        ALTERNATIVE
    }

    /** A factor and its columns. */
    record Factor(String name, Kind kind, int first, int columns) {}

    static FactorTable of(String name) {
        DrawnSet drawn = DatasetCatalog.drawn(name).orElseThrow();
        List<String[]> training = lines(drawn, Split.TRAIN);
        List<String[]> test = lines(drawn, Split.TEST);
        String[] names = training.getFirst();
        List<Factor> factors = new ArrayList<>();
        List<List<String>> alternatives = new ArrayList<>();
        int columns = 0;
        for (int i = 1; i < names.length; i++) {
            TreeSet<String> values = new TreeSet<>();
            for (String[] line : training.subList(1, training.size())) {
                values.add(line[i]);
            }
            boolean number = values.first().matches("-?[0-9.]+");
            Kind kind = names[i].endsWith("hue") ? Kind.ANGLE : number ? Kind.NUMBER : Kind.ALTERNATIVE;
            Factor factor = new Factor(names[i], kind, columns, switch (kind) {
                case NUMBER -> 1;
                case ANGLE -> 2;
                case ALTERNATIVE -> values.size();
            });
            factors.add(factor);
            alternatives.add(List.copyOf(values));
            columns += factor.columns();
        }
        return new FactorTable(
                factors, rows(training, factors, alternatives, columns), rows(test, factors, alternatives, columns));
    }

    private static List<String[]> lines(DrawnSet drawn, Split split) {
        return drawn.csv(split).lines().map(line -> line.split(",")).toList();
    }

    private static double[][] rows(
            List<String[]> lines, List<Factor> factors, List<List<String>> alternatives, int columns) {
        double[][] rows = new double[lines.size() - 1][columns];
        for (int i = 0; i < rows.length; i++) {
            for (int f = 0; f < factors.size(); f++) {
                String value = lines.get(i + 1)[f + 1];
                int at = factors.get(f).first();
                switch (factors.get(f).kind()) {
                    case NUMBER -> rows[i][at] = Double.parseDouble(value);
                    case ANGLE -> {
                        double angle = Math.toRadians(Double.parseDouble(value));
                        rows[i][at] = Math.cos(angle);
                        rows[i][at + 1] = Math.sin(angle);
                    }
                    case ALTERNATIVE -> rows[i][at + alternatives.get(f).indexOf(value)] = 1;
                }
            }
        }
        return rows;
    }

    /**
     * How much a number and a factor have to do with each other, 0 to 1: the absolute correlation; with an angle the circular-linear
     * one (Mardia, 1976), with alternatives the correlation ratio.
     *
     * @param rows estimated or true
     */
    static double association(double[] number, double[][] rows, Factor factor) {
        return switch (factor.kind()) {
            case NUMBER -> Math.abs(correlation(number, column(rows, factor.first())));
            case ANGLE -> {
                double[] cosine = column(rows, factor.first());
                double[] sine = column(rows, factor.first() + 1);
                double c = correlation(number, cosine);
                double s = correlation(number, sine);
                double both = correlation(cosine, sine);
                yield Math.sqrt(Math.max(0, (c * c + s * s - 2 * c * s * both) / (1 - both * both)));
            }
            case ALTERNATIVE -> {
                double[] sum = new double[factor.columns()];
                int[] count = new int[factor.columns()];
                double mean = 0;
                double square = 0;
                for (int i = 0; i < number.length; i++) {
                    int chosen = chosen(rows[i], factor);
                    sum[chosen] += number[i];
                    count[chosen]++;
                    mean += number[i] / number.length;
                    square += number[i] * number[i] / number.length;
                }
                double between = 0;
                for (int k = 0; k < sum.length; k++) {
                    between += count[k] == 0 ? 0 : sum[k] * sum[k] / count[k] / number.length;
                }
                yield Math.sqrt(Math.max(0, (between - mean * mean) / (square - mean * mean)));
            }
        };
    }

    /** Of alternatives, the most likely. */
    static int chosen(double[] row, Factor factor) {
        int best = 0;
        for (int k = 1; k < factor.columns(); k++) {
            best = row[factor.first() + k] > row[factor.first() + best] ? k : best;
        }
        return best;
    }

    static double[] column(double[][] rows, int column) {
        double[] values = new double[rows.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows[i][column];
        }
        return values;
    }

    static double correlation(double[] a, double[] b) {
        int n = a.length;
        double meanA = 0;
        double meanB = 0;
        for (int i = 0; i < n; i++) {
            meanA += a[i] / n;
            meanB += b[i] / n;
        }
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int i = 0; i < n; i++) {
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
            ab += (a[i] - meanA) * (b[i] - meanB);
        }
        return ab / Math.sqrt(aa * bb);
    }
}
