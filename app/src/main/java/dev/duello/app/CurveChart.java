package dev.duello.app;

import java.util.List;
import java.util.stream.DoubleStream;

/** Curves over time as inline SVG: told apart by dashes as well as by colors, which follow the page's light or dark. */
final class CurveChart {
    private static final int WIDTH = 440;
    private static final int HEIGHT = 250;
    private static final int LEFT = 60;
    private static final int RIGHT = 14;
    private static final int TOP = 12;
    private static final int BOTTOM = 48;
    private static final int COLORS = 8;
    private static final List<String> DASHES = List.of("none", "7 3", "2 3", "9 3 2 3");

    private final Range x;
    private final Range y;
    private final StringBuilder svg = new StringBuilder();

    /** One run's curve; {@code x} and {@code y} have the same length. */
    record Curve(String label, double[] x, double[] y) {}

    private record Range(double low, double high) {
        static Range of(DoubleStream values) {
            double[] all = values.filter(Double::isFinite).toArray();
            double low = DoubleStream.of(all).min().orElse(0);
            double high = DoubleStream.of(all).max().orElse(1);
            return high > low ? new Range(low, high) : new Range(low - 0.5, high + 0.5);
        }

        /** The same with a little room at both ends. */
        Range wider() {
            double room = 0.05 * (high - low);
            return new Range(low - room, high + room);
        }

        double share(double value) {
            return (value - low) / (high - low);
        }

        /** A round distance that gives about five marks. */
        double step() {
            double rough = (high - low) / 5;
            double power = Math.pow(10, Math.floor(Math.log10(rough)));
            double digit = rough / power;
            return power * (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10);
        }
    }

    private CurveChart(List<Curve> curves) {
        x = Range.of(DoubleStream.concat(
                DoubleStream.of(0), curves.stream().flatMapToDouble(curve -> DoubleStream.of(curve.x))));
        y = Range.of(curves.stream().flatMapToDouble(curve -> DoubleStream.of(curve.y)))
                .wider();
    }

    /**
     * @param id unlike any other on the page
     * @param title what it shows, for those who cannot see it
     */
    static String of(String id, String title, String xLabel, List<Curve> curves) {
        return of(id, title, xLabel, curves, new double[0]);
    }

    /** @param marks places on the x axis where something happened */
    static String of(String id, String title, String xLabel, List<Curve> curves, double[] marks) {
        return new CurveChart(curves).draw(id, title, xLabel, curves, marks);
    }

    private String draw(String id, String title, String xLabel, List<Curve> curves, double[] marks) {
        svg.append(String.format(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-t %s-d\"><title id=\"%s-t\">%s</title>",
                WIDTH, HEIGHT, id, id, id, Html.escape(title)));
        svg.append(String.format("<desc id=\"%s-d\">%s</desc>%n", id, Html.escape(description(curves))));
        for (double tick = firstTick(x); tick <= x.high * (1 + 1e-9); tick += x.step()) {
            line(px(tick), TOP, px(tick), HEIGHT - BOTTOM);
            text(px(tick), HEIGHT - BOTTOM + 19, "middle", label(tick));
        }
        for (double tick = firstTick(y); tick <= y.high + 1e-9 * y.step(); tick += y.step()) {
            line(LEFT, py(tick), WIDTH - RIGHT, py(tick));
            text(LEFT - 7, py(tick) + 5, "end", label(tick));
        }
        text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", xLabel);
        for (int i = 0; i < curves.size(); i++) {
            curve(curves.get(i), i);
        }
        for (double mark : marks) {
            svg.append(String.format(
                    "<path class=\"mark\" d=\"M%1$.1f %2$dV%3$dM%1$.1f %4$dl-5 -8h10z\"/>",
                    px(mark), TOP, HEIGHT - BOTTOM, TOP + 8));
        }
        return svg.append("</svg>\n").toString();
    }

    private static double firstTick(Range range) {
        return Math.ceil(range.low / range.step() - 1e-9) * range.step();
    }

    private static String description(List<Curve> curves) {
        StringBuilder text = new StringBuilder();
        for (Curve curve : curves) {
            if (curve.y.length > 0) {
                text.append(String.format(
                        "%s goes from %s to %s. ",
                        curve.label, MetricTable.number(curve.y[0]), MetricTable.number(curve.y[curve.y.length - 1])));
            }
        }
        return text.toString().strip();
    }

    private void curve(Curve curve, int number) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < curve.x.length; i++) {
            if (Double.isFinite(curve.y[i])) {
                points.append(String.format("%.1f,%.1f ", px(curve.x[i]), py(curve.y[i])));
            }
        }
        svg.append(String.format("<polyline class=\"curve\" %s points=\"%s\"/>%n", stroke(number), points));
        if (curve.x.length > 0 && Double.isFinite(curve.y[curve.y.length - 1])) {
            // A single evaluation is a point, which a line does not show.
            svg.append(String.format(
                    "<circle r=\"3.5\" fill=\"var(--s%d)\" cx=\"%.1f\" cy=\"%.1f\"/>%n",
                    number % COLORS, px(curve.x[curve.x.length - 1]), py(curve.y[curve.y.length - 1])));
        }
    }

    private static String stroke(int number) {
        return String.format(
                "style=\"stroke:var(--s%d);stroke-dasharray:%s\"", number % COLORS, DASHES.get(number % DASHES.size()));
    }

    /** Which line is whose. */
    static String legend(List<String> labels) {
        StringBuilder list = new StringBuilder("<ul class=\"legend\">\n");
        for (int i = 0; i < labels.size(); i++) {
            list.append("<li><svg viewBox=\"0 0 36 12\" aria-hidden=\"true\"><path class=\"curve\" d=\"M0 6H36\" ")
                    .append(stroke(i))
                    .append("/></svg>")
                    .append(Html.escape(labels.get(i)))
                    .append("</li>\n");
        }
        return list.append("</ul>\n").toString();
    }

    private double px(double value) {
        return LEFT + x.share(value) * (WIDTH - LEFT - RIGHT);
    }

    private double py(double value) {
        return HEIGHT - BOTTOM - y.share(value) * (HEIGHT - TOP - BOTTOM);
    }

    private void line(double x1, double y1, double x2, double y2) {
        svg.append(String.format("<path class=\"axis\" d=\"M%.1f %.1fL%.1f %.1f\"/>", x1, y1, x2, y2));
    }

    private void text(double atX, double atY, String anchor, String words) {
        svg.append(String.format(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", atX, atY, anchor, Html.escape(words)));
    }

    private static String label(double tick) {
        // Sums of steps are not quite round.
        String text = String.format(Math.abs(tick) >= 1e-3 || tick == 0 ? "%.6f" : "%.9f", tick);
        return text.replaceAll("\\.?0+$", "").replaceAll("^-?$|^-0$", "0");
    }
}
