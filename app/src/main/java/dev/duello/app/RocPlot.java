package dev.duello.app;

import dev.duello.privacy.audit.Attack;
import dev.duello.privacy.audit.AuditReport;
import dev.duello.privacy.audit.PrivacyRegion;
import dev.duello.privacy.audit.RocCurve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How many members each attack finds against how many non-members it accuses, both on logarithmic axes: what matters for privacy
 * is whether some are found with certainty, at the left (Carlini et al., 2022).
 */
final class RocPlot {
    static final int WIDTH = 620;
    private static final int LEFT = 70;
    private static final int RIGHT = 36;
    private static final int TOP = 34;
    private static final int BOTTOM = 54;
    private static final int SIDE = 400;
    /** A curve with more points looks the same. */
    private static final int POINTS = 800;
    /** Points of the line through equal scores. */
    private static final int CHORD = 32;

    /** Style of the line of guessing, which the attacks leave free. */
    private static final int GUESSING = 6;

    private static final int ALLOWED = 7;
    private static final int[] STYLES = {0, 1, 2, 3, 4, 5};
    private static final int LINE = 20;

    private final AuditReport report;
    private final @Nullable PrivacyRegion allowed;
    /** The exponent of the smallest rate shown. */
    private final int decades;

    /** A line and whose it is. */
    record Line(String label, int style, double[] falsePositives, double[] truePositives) {}

    RocPlot(AuditReport report, @Nullable PrivacyRegion allowed) {
        this.report = report;
        this.allowed = allowed;
        // One non-member accused is the smallest rate that there is.
        decades = (int) Math.clamp(Math.floor(Math.log10(report.attackedNonMembers())), 1, 5);
    }

    /** All lines with their labels, guessing first. */
    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        double[] rates = IntStream.rangeClosed(0, 200)
                .mapToDouble(i -> Math.pow(10, -decades * (1 - i / 200.0)))
                .toArray();
        lines.add(new Line("guessing", GUESSING, rates, rates));
        if (allowed != null) {
            lines.add(new Line(
                    String.format(
                            "most that ε = %s, δ = %s allows", digits(allowed.epsilon()), digits(allowed.delta())),
                    ALLOWED,
                    rates,
                    Arrays.stream(rates).map(allowed::truePositiveRate).toArray()));
        }
        for (int i = 0; i < report.attacks().size(); i++) {
            Attack attack = report.attacks().get(i);
            lines.add(line(AuditWords.name(attack), STYLES[i % STYLES.length], attack.roc()));
        }
        return lines;
    }

    private static String digits(double value) {
        return String.format("%.3g", value)
                .replaceAll("(\\.\\d*?)0+(e|$)", "$1$2")
                .replaceAll("\\.(e|$)", "$1");
    }

    private static Line line(String label, int style, RocCurve roc) {
        List<RocCurve.Point> points = roc.points();
        double[] x = new double[points.size()];
        double[] y = new double[points.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = points.get(i).falsePositiveRate();
            y[i] = points.get(i).truePositiveRate();
        }
        return new Line(label, style, x, y);
    }

    int height() {
        return TOP + SIDE + BOTTOM + LINE * lines().size() + 6;
    }

    void draw(PlotCanvas canvas) {
        for (int decade = -decades; decade <= 0; decade++) {
            double rate = Math.pow(10, decade);
            canvas.axis(px(rate), TOP, px(rate), TOP + SIDE);
            canvas.text(px(rate), TOP + SIDE + 19, "middle", percent(rate));
            canvas.axis(LEFT, py(rate), WIDTH - RIGHT, py(rate));
            canvas.text(LEFT - 7, py(rate) + 5, "end", percent(rate));
        }
        canvas.text((LEFT + WIDTH - RIGHT) / 2.0, TOP + SIDE + 42, "middle", "non-members accused");
        canvas.text(4, TOP - 16, "start", "members found");
        int row = 0;
        for (Line line : lines()) {
            curve(canvas, line);
            double y = TOP + SIDE + BOTTOM + LINE * row++ + 8;
            canvas.curve(line.style, new double[] {LEFT, LEFT + 36}, new double[] {y, y});
            canvas.text(LEFT + 46, y + 5, "start", line.label);
        }
    }

    private void curve(PlotCanvas canvas, Line line) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < line.falsePositives.length; i++) {
            // Equal scores are a chord, which is no straight line on these axes; all else is steps.
            boolean isChord = i > 0
                    && line.falsePositives[i] > line.falsePositives[i - 1]
                    && line.truePositives[i] > line.truePositives[i - 1];
            int parts = isChord ? CHORD : 1;
            for (int part = 1; part <= parts; part++) {
                double share = (double) part / parts;
                add(
                        points,
                        between(line.falsePositives, i, share),
                        between(line.truePositives, i, share),
                        i == line.falsePositives.length - 1 && part == parts);
            }
        }
        canvas.curve(
                line.style,
                points.stream().mapToDouble(point -> point[0]).toArray(),
                points.stream().mapToDouble(point -> point[1]).toArray());
    }

    private static double between(double[] values, int index, double share) {
        return index == 0 ? values[0] : values[index - 1] + share * (values[index] - values[index - 1]);
    }

    /** Leaves out what lies on the point before, unless it is the last. */
    private void add(List<double[]> points, double falsePositives, double truePositives, boolean isLast) {
        double[] at = {px(falsePositives), py(truePositives)};
        if (points.isEmpty() || isLast) {
            points.add(at);
            return;
        }
        double[] before = points.getLast();
        if (Math.abs(at[0] - before[0]) + Math.abs(at[1] - before[1]) >= (double) SIDE / POINTS) {
            points.add(at);
        }
    }

    private static String percent(double rate) {
        return String.format("%.3f", rate * 100).replaceAll("\\.?0+$", "") + " %";
    }

    private double px(double rate) {
        return LEFT + share(rate) * (WIDTH - LEFT - RIGHT);
    }

    private double py(double rate) {
        return TOP + SIDE * (1 - share(rate));
    }

    private double share(double rate) {
        return Math.clamp(1 + Math.log10(rate) / decades, 0, 1);
    }
}
