package dev.duello.explain;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How much each pixel of an image counts for a result.
 *
 * @param values row by row; of a signed map positive for what speaks for a real image, negative for what speaks for a generated one
 * @param signed whether values have a sign; if not they tell only where a change matters
 */
public record HeatMap(int height, int width, double[] values, boolean signed) {
    private static final List<String> ROWS = List.of("top", "middle", "bottom");
    private static final List<String> COLUMNS = List.of("left", "center", "right");

    /** @throws IllegalArgumentException when the number of values is another */
    public HeatMap {
        if (values.length != height * width) {
            throw new IllegalArgumentException(values.length + " values are no map of " + height + "x" + width + ".");
        }
    }

    /** The sum of all values. */
    public double sum() {
        return Arrays.stream(values).sum();
    }

    /** The share of each ninth of the image in the absolute values, by names such as {@code top left}; together 1, or all 0. */
    public Map<String, Double> regions() {
        Map<String, Double> shares = new LinkedHashMap<>();
        double total = Arrays.stream(values).map(Math::abs).sum();
        for (int i = 0; i < values.length; i++) {
            int row = 3 * (i / width) / height;
            int column = 3 * (i % width) / width;
            shares.merge(region(row, column), total == 0 ? 0 : Math.abs(values[i]) / total, Double::sum);
        }
        return shares;
    }

    private static String region(int row, int column) {
        return row == 1 && column == 1 ? "center" : ROWS.get(row) + " " + COLUMNS.get(column);
    }

    /** The share of the absolute values that falls on some pixels, 0 to 1. */
    public double shareOn(boolean[] pixels) {
        double total = 0;
        double on = 0;
        for (int i = 0; i < values.length; i++) {
            total += Math.abs(values[i]);
            on += pixels[i] ? Math.abs(values[i]) : 0;
        }
        return total == 0 ? 0 : on / total;
    }

    /** Where most of it is, such as {@code center 41 %, top left 22 %}. */
    public String words() {
        return regions().entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(3)
                .map(entry -> String.format(Locale.ROOT, "%s %.0f %%", entry.getKey(), 100 * entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Spearman's rank correlation of the values with those of another map of the same size, -1 to 1. */
    public double correlation(HeatMap other) {
        double[] a = ranks(values);
        double[] b = ranks(other.values);
        double mean = (a.length - 1) / 2.0;
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (a[i] - mean) * (b[i] - mean);
            squareA += (a[i] - mean) * (a[i] - mean);
            squareB += (b[i] - mean) * (b[i] - mean);
        }
        return squareA == 0 || squareB == 0 ? 0 : product / Math.sqrt(squareA * squareB);
    }

    /** Equal values share the mean of their ranks. */
    private static double[] ranks(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[values.length];
        int start = 0;
        while (start < order.length) {
            int end = start;
            while (end < order.length && values[order[end]] == values[order[start]]) {
                end++;
            }
            for (int i = start; i < end; i++) {
                ranks[order[i]] = (start + end - 1) / 2.0;
            }
            start = end;
        }
        return ranks;
    }

    /**
     * The map over a gray copy of the image: orange for real, blue for generated; of an unsigned map the more orange, the more.
     * Colors are full at the 99th percentile.
     *
     * @param luminance of the image, row by row, 0 to 1
     * @return uint8 {@code [H, W, 3]}
     */
    public byte[] over(double[] luminance) {
        double[] sorted = Arrays.stream(values).map(Math::abs).sorted().toArray();
        double full = Math.max(sorted[(int) (0.99 * (sorted.length - 1))], 1e-300);
        byte[] pixels = new byte[3 * values.length];
        for (int i = 0; i < values.length; i++) {
            double strength = Math.min(1, Math.abs(values[i]) / full);
            double gray = 0.15 + 0.7 * luminance[i];
            double[] color = values[i] >= 0 ? new double[] {1, 0.45, 0} : new double[] {0.1, 0.4, 1};
            for (int c = 0; c < 3; c++) {
                pixels[3 * i + c] = (byte) Math.round(255 * (gray + 0.85 * strength * (color[c] - gray)));
            }
        }
        return pixels;
    }
}
