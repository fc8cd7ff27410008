package dev.duello.app;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * The charts of a study as inline SVG. The color of a trial tells the rung that it reached; its number is in {@code data-trial}, so
 * that a page with scripts can show the same trial in all charts. Colors are classes, since pages may forbid styles in markup.
 */
final class StudyCharts {
    private static final int WIDTH = 880;
    private static final int HEIGHT = 340;
    private static final int LEFT = 76;
    private static final int RIGHT = 24;
    private static final int TOP = 14;
    private static final int BOTTOM = 46;
    private static final int SLICE_WIDTH = 340;
    private static final int SLICE_HEIGHT = 200;
    /** For names of settings and of choices, in front of a row. */
    private static final int NAMES = 268;

    private static final int CHOICES = 120;
    private static final int ROW = 54;
    private static final int BAR = 28;
    /** Of a letter, about. */
    private static final double LETTER = 8;

    private static final int COLORS = 4;

    private StudyCharts() {}

    /**
     * A trial's curve or point.
     *
     * @param trial its number
     * @param label for the pointer that rests on it
     * @param color 0 for those that went furthest
     * @param isLive whether more of it is to come
     */
    record Line(int trial, String label, int color, boolean isLive, double[] x, double[] y) {
        String classes() {
            return "trial " + StudyCharts.color(color) + (isLive ? " live" : "");
        }
    }

    /**
     * An axis that everything can be read from by words.
     *
     * @param marks where on it, from 0 to 1, which words stand, in ascending order
     * @param isNamed whether these are names, all of which must be seen, rather than numbers
     */
    record Marks(String name, Map<Double, String> marks, boolean isNamed) {}

    /** The class of a color. */
    static String color(int color) {
        return "rung-" + Math.clamp(color, 0, COLORS - 1);
    }

    /** Where values go: the logarithm of those that are all positive and spread widely. */
    private record Axis(double low, double high, boolean isLog, double from, double to) {
        static Axis of(DoubleStream values, double from, double to) {
            double[] all = values.filter(Double::isFinite).toArray();
            double low = DoubleStream.of(all).min().orElse(0);
            double high = DoubleStream.of(all).max().orElse(1);
            boolean isLog = low > 0 && high > 3 * low;
            return high > low ? new Axis(low, high, isLog, from, to) : new Axis(low - 0.5, high + 0.5, false, from, to);
        }

        double at(double value) {
            double share = isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
            return from + share * (to - from);
        }

        /** A value of the axis; share from 0 to 1. */
        double value(double share) {
            return isLog ? low * Math.pow(high / low, share) : low + share * (high - low);
        }
    }

    /** The metric of each trial by kimg. */
    static String curves(String metric, List<Line> lines) {
        Axis x = Axis.of(DoubleStream.concat(DoubleStream.of(0), values(lines, Line::x)), LEFT, WIDTH - RIGHT);
        x = new Axis(x.low, x.high, false, x.from, x.to);
        Axis y = Axis.of(values(lines, Line::y), HEIGHT - BOTTOM, TOP);
        StringBuilder svg =
                open("curves", WIDTH, HEIGHT, metric + " of all trials by thousands of images seen", "study-chart");
        grid(svg, x, y, "kimg", metric);
        for (Line line : lines) {
            if (line.x.length == 0) {
                continue;
            }
            StringBuilder points = new StringBuilder();
            for (int i = 0; i < line.x.length; i++) {
                points.append(String.format("%.1f,%.1f ", x.at(line.x[i]), y.at(line.y[i])));
            }
            polyline(svg, line, points);
            dot(svg, x.at(line.x[line.x.length - 1]), y.at(line.y[line.y.length - 1]), line);
        }
        return svg.append("</svg>\n").toString();
    }

    /** Trials by two metrics, of which those on the Pareto front are joined. @param front of the lines, in any order */
    static String plane(String xName, String yName, List<Line> lines, List<Line> front) {
        Axis x = Axis.of(values(lines, Line::x), LEFT, WIDTH - RIGHT);
        Axis y = Axis.of(values(lines, Line::y), HEIGHT - BOTTOM, TOP);
        StringBuilder svg = open("plane", WIDTH, HEIGHT, yName + " by " + xName, "study-chart");
        grid(svg, x, y, xName, yName);
        StringBuilder points = new StringBuilder();
        front.stream()
                .sorted(Comparator.comparingDouble(line -> line.x[0]))
                .forEach(line -> points.append(String.format("%.1f,%.1f ", x.at(line.x[0]), y.at(line.y[0]))));
        svg.append("<polyline class=\"curve front\" points=\"").append(points).append("\"/>\n");
        lines.forEach(line -> dot(svg, x.at(line.x[0]), y.at(line.y[0]), line));
        return svg.append("</svg>\n").toString();
    }

    private static void grid(StringBuilder svg, Axis x, Axis y, String xName, String yName) {
        for (int i = 0; i <= 4; i++) {
            double atX = x.value(i / 4.0);
            double atY = y.value(i / 4.0);
            path(svg, x.at(atX), TOP, x.at(atX), HEIGHT - BOTTOM);
            path(svg, LEFT, y.at(atY), WIDTH - RIGHT, y.at(atY));
            text(svg, x.at(atX), HEIGHT - BOTTOM + 19, "middle", MetricTable.number(atX));
            text(svg, LEFT - 7, y.at(atY) + 5, "end", MetricTable.number(atY));
        }
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle", xName);
        text(svg, 4, TOP + 24, "start", yName);
    }

    private static DoubleStream values(List<Line> lines, Function<Line, double[]> of) {
        return lines.stream().flatMapToDouble(line -> DoubleStream.of(of.apply(line)));
    }

    /** The metric of each trial by one setting, whose place is from 0 to 1: names have a row each, numbers the lower axis. */
    static String slice(String id, String metric, Marks marks, List<Line> points) {
        String title = metric + " by " + marks.name;
        return marks.isNamed ? rows(id, title, metric, marks, points) : scatter(id, title, metric, marks, points);
    }

    private static String scatter(String id, String title, String metric, Marks marks, List<Line> points) {
        Axis x = new Axis(0, 1, false, LEFT + 8, SLICE_WIDTH - RIGHT);
        Axis y = Axis.of(values(points, Line::y), SLICE_HEIGHT - BOTTOM, TOP + 22);
        StringBuilder svg = open(id, SLICE_WIDTH, SLICE_HEIGHT, title, "study-chart");
        text(svg, LEFT - 7, TOP, "end", metric);
        for (double share : new double[] {0, 0.5, 1}) {
            double value = y.value(share);
            path(svg, LEFT, y.at(value), SLICE_WIDTH - RIGHT + 8, y.at(value));
            text(svg, LEFT - 7, y.at(value) + 5, "end", MetricTable.number(value));
        }
        marks.marks.forEach((share, words) -> text(svg, x.at(share), SLICE_HEIGHT - BOTTOM + 24, anchor(share), words));
        points.forEach(point -> dot(svg, x.at(point.x[0]), y.at(point.y[0]), point));
        return svg.append("</svg>\n").toString();
    }

    private static String rows(String id, String title, String metric, Marks marks, List<Line> points) {
        int height = Math.max(SLICE_HEIGHT, TOP + BOTTOM + BAR * marks.marks.size());
        Axis x = Axis.of(values(points, Line::y), CHOICES + 10, SLICE_WIDTH - RIGHT - 4);
        Axis y = new Axis(0, 1, false, TOP + 12, height - BOTTOM - 8);
        StringBuilder svg = open(id, SLICE_WIDTH, height, title, "study-chart");
        marks.marks.forEach((share, words) -> {
            path(svg, CHOICES, y.at(share), SLICE_WIDTH - RIGHT, y.at(share));
            text(svg, CHOICES - 7, y.at(share) + 5, "end", words);
        });
        text(svg, (CHOICES + SLICE_WIDTH - RIGHT) / 2.0, height - 4, "middle", metric);
        for (double share : new double[] {0, 0.5, 1}) {
            text(svg, x.at(x.value(share)), height - BOTTOM + 20, "middle", MetricTable.number(x.value(share)));
        }
        points.forEach(point -> dot(svg, x.at(point.y[0]), y.at(point.x[0]), point));
        return svg.append("</svg>\n").toString();
    }

    private static String anchor(double share) {
        return share <= 0 ? "start" : share >= 1 ? "end" : "middle";
    }

    /**
     * Parallel coordinates. The axes lie below each other, so that long names have their place.
     *
     * @param lines their x are ignored, their y are places from 0 to 1 on each axis, NaN where a trial has none
     */
    static String parallel(String title, List<Marks> axes, List<Line> lines) {
        StringBuilder svg = open("parallel", WIDTH, ROW * axes.size(), title, "wide");
        Axis x = new Axis(0, 1, false, NAMES, WIDTH - RIGHT);
        for (int i = 0; i < axes.size(); i++) {
            double y = row(i);
            path(svg, x.from, y, x.to, y);
            axes.get(i).marks.keySet().forEach(share -> path(svg, x.at(share), y - 4, x.at(share), y + 4));
        }
        for (Line line : lines) {
            StringBuilder points = new StringBuilder();
            for (int i = 0; i < axes.size(); i++) {
                if (!Double.isNaN(line.y[i])) {
                    points.append(String.format("%.1f,%.1f ", x.at(line.y[i]), row(i)));
                }
            }
            polyline(svg, line, points);
        }
        // Over the lines, so that they can be read.
        for (int i = 0; i < axes.size(); i++) {
            double y = row(i);
            text(svg, NAMES - 18, y + 5, "end", axes.get(i).name);
            Map<Double, String> marks = axes.get(i).marks;
            double letters = marks.values().stream().mapToInt(String::length).sum();
            boolean isTight = letters * LETTER > x.to - x.from;
            marks.forEach((share, words) -> {
                if (!isTight || share <= 0 || share >= 1) {
                    text(svg, x.at(share), y + 20, anchor(share), words);
                }
            });
        }
        return svg.append("</svg>\n").toString();
    }

    private static double row(int index) {
        return ROW * index + 18;
    }

    /** A bar for each name. @param shares from 0 to 1, in the order in which they are to stand */
    static String bars(String title, Map<String, Double> shares) {
        StringBuilder svg = open("bars", WIDTH, BAR * shares.size(), title, "wide");
        double most =
                shares.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
        int row = 0;
        for (Map.Entry<String, Double> each : shares.entrySet()) {
            double width = Math.max(1, each.getValue() / Math.max(most, 1e-9) * (WIDTH - NAMES - 70));
            text(svg, NAMES - 18, BAR * row + 18, "end", each.getKey());
            svg.append(String.format(
                    "<rect class=\"bar-of\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"14\" rx=\"2\"/>%n",
                    NAMES, BAR * row + 6, width));
            text(svg, NAMES + width + 8, BAR * row + 18, "start", String.format("%.0f %%", 100 * each.getValue()));
            row++;
        }
        return svg.append("</svg>\n").toString();
    }

    private static StringBuilder open(String id, int width, int height, String title, String kind) {
        return new StringBuilder(String.format(
                "<svg class=\"%s\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-t\"><title id=\"%s-t\">%s</title>%n",
                kind, width, height, id, id, Html.escape(title)));
    }

    private static void polyline(StringBuilder svg, Line line, CharSequence points) {
        svg.append(String.format(
                "<polyline class=\"curve %s\" data-trial=\"%d\" points=\"%s\"><title>%s</title></polyline>%n",
                line.classes(), line.trial, points, Html.escape(line.label)));
    }

    private static void dot(StringBuilder svg, double x, double y, Line line) {
        svg.append(String.format(
                "<circle class=\"%s\" data-trial=\"%d\" r=\"4\" cx=\"%.1f\" cy=\"%.1f\"><title>%s</title></circle>%n",
                line.classes(), line.trial, x, y, Html.escape(line.label)));
    }

    private static void path(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(String.format("<path class=\"axis\" d=\"M%.1f %.1fL%.1f %.1f\"/>%n", x1, y1, x2, y2));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String words) {
        svg.append(String.format(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, Html.escape(words)));
    }
}
