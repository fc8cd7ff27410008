package dev.duello.app;

import java.util.List;
import java.util.stream.DoubleStream;

/** The charts of a study as inline SVG. The color of a trial tells the rung that it reached. */
final class StudyCharts {
    private static final int WIDTH = 880;
    private static final int HEIGHT = 340;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 14;
    private static final int BOTTOM = 46;
    private static final int SLICE_WIDTH = 300;
    private static final int SLICE_HEIGHT = 210;

    private StudyCharts() {}

    /**
     * A trial's curve or point.
     *
     * @param label for the pointer that rests on it
     * @param color 0 to 7
     */
    record Line(String label, int color, double[] x, double[] y) {}

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
    static String curves(String title, List<Line> lines) {
        Axis x = Axis.of(
                DoubleStream.concat(
                        DoubleStream.of(0), lines.stream().flatMapToDouble(line -> DoubleStream.of(line.x))),
                LEFT,
                WIDTH - RIGHT);
        x = new Axis(x.low, x.high, false, x.from, x.to);
        Axis y = Axis.of(lines.stream().flatMapToDouble(line -> DoubleStream.of(line.y)), HEIGHT - BOTTOM, TOP);
        StringBuilder svg = open("curves", WIDTH, HEIGHT, title);
        scale(svg, x, y, WIDTH, HEIGHT, "kimg");
        for (Line line : lines) {
            StringBuilder points = new StringBuilder();
            for (int i = 0; i < line.x.length; i++) {
                points.append(String.format("%.1f,%.1f ", x.at(line.x[i]), y.at(line.y[i])));
            }
            svg.append(String.format(
                    "<polyline class=\"curve\" style=\"stroke:var(--s%d);opacity:.75\" points=\"%s\"><title>%s</title></polyline>%n",
                    line.color, points, Html.escape(line.label)));
            if (line.x.length > 0) {
                dot(svg, x.at(line.x[line.x.length - 1]), y.at(line.y[line.y.length - 1]), line);
            }
        }
        return svg.append("</svg>\n").toString();
    }

    /** One value of each trial by one setting, whose place is from 0 to 1. */
    static String slice(String id, String title, List<String> marks, List<Line> points) {
        Axis x = new Axis(0, 1, false, LEFT, SLICE_WIDTH - RIGHT);
        Axis y =
                Axis.of(points.stream().flatMapToDouble(point -> DoubleStream.of(point.y)), SLICE_HEIGHT - BOTTOM, TOP);
        StringBuilder svg = open(id, SLICE_WIDTH, SLICE_HEIGHT, title);
        for (double share : new double[] {0, 0.5, 1}) {
            double value = y.value(share);
            path(svg, LEFT, y.at(value), SLICE_WIDTH - RIGHT, y.at(value));
            text(svg, LEFT - 7, y.at(value) + 5, "end", MetricTable.number(value));
        }
        for (int i = 0; i < marks.size(); i++) {
            double share = marks.size() == 1 ? 0.5 : (double) i / (marks.size() - 1);
            text(
                    svg,
                    x.at(share),
                    SLICE_HEIGHT - BOTTOM + 22,
                    i == 0 ? "start" : i == marks.size() - 1 ? "end" : "middle",
                    marks.get(i));
        }
        points.forEach(point -> dot(svg, x.at(point.x[0]), y.at(point.y[0]), point));
        return svg.append("</svg>\n").toString();
    }

    /**
     * Parallel coordinates.
     *
     * @param names of the axes
     * @param ends the lowest and the highest value of each, as texts
     * @param lines their x are ignored, their y are places from 0 to 1, NaN where a trial has none
     */
    static String parallel(String title, List<String> names, List<List<String>> ends, List<Line> lines) {
        int width = Math.max(WIDTH, 120 * names.size());
        StringBuilder svg = open("parallel", width, HEIGHT + 20, title);
        double step = (width - 140.0) / Math.max(1, names.size() - 1);
        Axis y = new Axis(0, 1, false, HEIGHT - 40, 50);
        for (int i = 0; i < names.size(); i++) {
            double x = 70 + i * step;
            path(svg, x, y.from, x, y.to);
            text(svg, x, i % 2 == 0 ? 16 : 34, "middle", names.get(i));
            text(svg, x, y.from + 20, "middle", ends.get(i).getFirst());
            text(svg, x, y.from + 38, "middle", ends.get(i).getLast());
        }
        for (Line line : lines) {
            StringBuilder points = new StringBuilder();
            for (int i = 0; i < names.size(); i++) {
                if (!Double.isNaN(line.y[i])) {
                    points.append(String.format("%.1f,%.1f ", 70 + i * step, y.at(line.y[i])));
                }
            }
            svg.append(String.format(
                    "<polyline class=\"curve\" style=\"stroke:var(--s%d);opacity:.6\" points=\"%s\"><title>%s</title></polyline>%n",
                    line.color, points, Html.escape(line.label)));
        }
        return svg.append("</svg>\n").toString();
    }

    private static StringBuilder open(String id, int width, int height, String title) {
        return new StringBuilder(String.format(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-t\"><title id=\"%s-t\">%s</title>%n",
                width, height, id, id, Html.escape(title)));
    }

    private static void scale(StringBuilder svg, Axis x, Axis y, int width, int height, String name) {
        for (int i = 0; i <= 4; i++) {
            double atX = x.value(i / 4.0);
            double atY = y.value(i / 4.0);
            path(svg, x.at(atX), TOP, x.at(atX), height - BOTTOM);
            path(svg, LEFT, y.at(atY), width - RIGHT, y.at(atY));
            text(svg, x.at(atX), height - BOTTOM + 19, "middle", MetricTable.number(atX));
            text(svg, LEFT - 7, y.at(atY) + 5, "end", MetricTable.number(atY));
        }
        text(svg, (LEFT + width - RIGHT) / 2.0, height - 6, "middle", name);
    }

    private static void dot(StringBuilder svg, double x, double y, Line line) {
        svg.append(String.format(
                "<circle r=\"4\" fill=\"var(--s%d)\" cx=\"%.1f\" cy=\"%.1f\"><title>%s</title></circle>%n",
                line.color, x, y, Html.escape(line.label)));
    }

    private static void path(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(String.format("<path class=\"axis\" d=\"M%.1f %.1fL%.1f %.1f\"/>%n", x1, y1, x2, y2));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String words) {
        svg.append(String.format(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, Html.escape(words)));
    }
}
