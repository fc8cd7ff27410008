import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Tables of what Growth measured, and curves on logarithmic axes, where a straight line is a power. */
final class Plot {
    private static final int PANEL_WIDTH = 400;
    private static final int PANEL_HEIGHT = 330;
    private static final int LEFT = 62;
    private static final int RIGHT = 18;
    private static final int TOP = 78;
    private static final int BOTTOM = 48;
    private static final Color PAPER = new Color(0xfcfbf7);
    private static final Color INK = new Color(0x1b1b1b);
    private static final Color FAINT = new Color(0xdddbd4);
    private static final Color[] COLORS = {new Color(0x0072a8), new Color(0xc0471b), new Color(0x00775a)};
    private static final float[][] DASHES = {null, {9, 4}, {2, 4}};

    private final Graphics2D pen;
    private final int x0;
    private final int y0;
    private double lowX;
    private double highX;
    private double lowY;
    private double highY;

    /** Points in the order of x. */
    private record Curve(String label, List<double[]> points) {}

    private Plot(Graphics2D pen, int column, int row) {
        this.pen = pen;
        x0 = column * PANEL_WIDTH;
        y0 = row * PANEL_HEIGHT;
    }

    /** @param folder with the figures; receives the picture */
    static void of(Path folder) throws IOException {
        List<String[]> sides = rows(folder, "sides");
        List<String[]> batches = rows(folder, "batches");
        List<String[]> data = rows(folder, "data");
        List<String[]> steps = new ArrayList<>(sides);
        steps.addAll(rows(folder, "unhalved"));
        print("| preset | width | side | batch | step, median | at best | images/s at best | peak memory |");
        print("|---|---|---|---|---|---|---|---|");
        for (List<String[]> some : List.of(steps, batches)) {
            for (String[] row : some) {
                print(String.format(
                        Locale.ROOT,
                        "| `%s` | %s | %s | %s | %s | %s | %,.0f | %s MB |",
                        row[0],
                        row[1],
                        row[2],
                        row[3],
                        milliseconds(number(row[4])),
                        milliseconds(number(row[5])),
                        1000 * number(row[3]) / number(row[5]),
                        row[6]));
            }
        }
        print("\n| data | images | opened for the first time | its peak memory | opened again | a batch of 64 "
                + "| peak memory | of that its own |\n|---|---|---|---|---|---|---|---|");
        for (int i = 0; i + 1 < data.size(); i += 2) {
            String[] first = data.get(i);
            String[] again = data.get(i + 1);
            print(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %s | %s MB | %s | %.0f µs | %s MB | %s MB |",
                    first[0],
                    Long.parseLong(first[2]),
                    milliseconds(number(first[3])),
                    first[5],
                    milliseconds(number(again[3])),
                    number(again[4]),
                    again[5],
                    again[6]));
        }
        draw(folder.resolve("growth.png"), sides, batches, data);
    }

    private static void draw(Path file, List<String[]> sides, List<String[]> batches, List<String[]> data)
            throws IOException {
        BufferedImage image = new BufferedImage(3 * PANEL_WIDTH, 2 * PANEL_HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setColor(PAPER);
        pen.fillRect(0, 0, image.getWidth(), image.getHeight());
        new Plot(pen, 0, 0).panel("A step at best, by the side", "pixels, batch 32", "ms", presets(sides, 2, 5));
        new Plot(pen, 0, 1).panel("Peak memory", "pixels, batch 32", "MB", presets(sides, 2, 6));
        new Plot(pen, 1, 0).panel("A step at best, by the batch", "images, 32×32", "ms", presets(batches, 3, 5));
        new Plot(pen, 1, 1).panel("Peak memory", "images, 32×32", "MB", presets(batches, 3, 6));
        new Plot(pen, 2, 0)
                .panel(
                        "Opening a data set",
                        "images of 28×28",
                        "ms",
                        List.of(
                                curve("folder, first time", data, "folder first", 3),
                                curve("IDX, first time", data, "idx first", 3),
                                curve("IDX, again", data, "idx again", 3)));
        new Plot(pen, 2, 1)
                .panel(
                        "A batch of 64 of them",
                        "images of 28×28",
                        "µs",
                        List.of(curve("from an IDX file", data, "idx again", 4)));
        pen.dispose();
        ImageIO.write(image, "png", file.toFile());
    }

    private static List<Curve> presets(List<String[]> rows, int x, int y) {
        List<Curve> curves = new ArrayList<>();
        for (String preset : List.of("auto", "dcgan")) {
            curves.add(new Curve(
                    preset, points(rows.stream().filter(row -> row[0].equals(preset)).toList(), x, y)));
        }
        return curves;
    }

    private static Curve curve(String label, List<String[]> data, String which, int y) {
        return new Curve(
                label,
                points(
                        data.stream()
                                .filter(row -> which.equals(row[0] + " " + row[1]))
                                .toList(),
                        2,
                        y));
    }

    private static List<double[]> points(List<String[]> rows, int x, int y) {
        return rows.stream()
                .map(row -> new double[] {number(row[x]), number(row[y])})
                .toList();
    }

    private void panel(String title, String xLabel, String unit, List<Curve> curves) {
        List<double[]> all = curves.stream().flatMap(curve -> curve.points.stream()).toList();
        if (all.isEmpty()) {
            return;
        }
        lowX = log(all.stream().mapToDouble(point -> point[0]).min().orElseThrow());
        highX = log(all.stream().mapToDouble(point -> point[0]).max().orElseThrow());
        // From a mark to a mark, so that both ends have one.
        double[] marks = marks(
                all.stream().mapToDouble(point -> point[1]).min().orElseThrow(),
                all.stream().mapToDouble(point -> point[1]).max().orElseThrow());
        lowY = log(marks[0]);
        highY = log(marks[marks.length - 1]);
        pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
        pen.setColor(INK);
        pen.drawString(title, x0 + LEFT, y0 + 26);
        pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        for (double mark : marks) {
            grid(x0 + LEFT, py(mark), x0 + PANEL_WIDTH - RIGHT, py(mark));
            text(label(mark), x0 + LEFT - 8, py(mark) + 4, 1);
        }
        text(unit, x0 + LEFT - 8, y0 + TOP - 14, 1);
        for (double x : all.stream().mapToDouble(point -> point[0]).distinct().toArray()) {
            grid(px(x), y0 + TOP, px(x), y0 + PANEL_HEIGHT - BOTTOM);
            text(label(x), px(x), y0 + PANEL_HEIGHT - BOTTOM + 17, 0.5);
        }
        text(xLabel, x0 + (LEFT + PANEL_WIDTH - RIGHT) / 2.0, y0 + PANEL_HEIGHT - 12, 0.5);
        for (int i = 0; i < curves.size(); i++) {
            curve(curves.get(i), i);
        }
        legend(curves);
    }

    private void curve(Curve curve, int number) {
        Path2D line = new Path2D.Double();
        pen.setColor(COLORS[number]);
        for (double[] point : curve.points) {
            double x = px(point[0]);
            double y = py(point[1]);
            if (line.getCurrentPoint() == null) {
                line.moveTo(x, y);
            } else {
                line.lineTo(x, y);
            }
            pen.fill(new Ellipse2D.Double(x - 3.5, y - 3.5, 7, 7));
        }
        pen.setStroke(stroke(number));
        pen.draw(line);
    }

    /** In one row below the title, or two. */
    private void legend(List<Curve> curves) {
        double x = x0 + LEFT;
        double y = y0 + 46;
        for (int i = 0; i < curves.size(); i++) {
            double width = 29 + pen.getFontMetrics().stringWidth(curves.get(i).label) + 10;
            if (x + width > x0 + PANEL_WIDTH) {
                x = x0 + LEFT;
                y += 17;
            }
            pen.setColor(COLORS[i]);
            pen.setStroke(stroke(i));
            pen.draw(new Line2D.Double(x, y - 4, x + 24, y - 4));
            text(curves.get(i).label, x + 29, y, 0);
            x += width;
        }
    }

    private static BasicStroke stroke(int number) {
        return new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES[number], 0);
    }

    private void grid(double x1, double y1, double x2, double y2) {
        pen.setColor(FAINT);
        pen.setStroke(new BasicStroke(1));
        pen.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    /** @param share of the text that lies left of x */
    private void text(String words, double x, double y, double share) {
        pen.setColor(INK);
        pen.drawString(words, (float) (x - share * pen.getFontMetrics().stringWidth(words)), (float) y);
    }

    private double px(double value) {
        return x0 + LEFT + (log(value) - lowX) / (highX - lowX) * (PANEL_WIDTH - LEFT - RIGHT - 14) + 7;
    }

    private double py(double value) {
        return y0 + PANEL_HEIGHT - BOTTOM - (log(value) - lowY) / (highY - lowY) * (PANEL_HEIGHT - TOP - BOTTOM);
    }

    private static double log(double value) {
        return Math.log10(value);
    }

    /** 1, 2 and 5 times powers of ten, or the powers only where those would be many. */
    private static double[] marks(double low, double high) {
        double[] digits = high / low > 2000 ? new double[] {1} : new double[] {1, 2, 5};
        List<Double> marks = new ArrayList<>();
        for (int power = -3; power < 9; power++) {
            for (double digit : digits) {
                marks.add(digit * Math.pow(10, power));
            }
        }
        int first = 0;
        while (marks.get(first + 1) <= low) {
            first++;
        }
        int last = first + 1;
        // At least a decade, lest noise fill the panel.
        while (marks.get(last) < high || marks.get(last) < 9 * marks.get(first)) {
            last++;
        }
        return marks.subList(first, last + 1).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static String label(double value) {
        if (value >= 1e6) {
            return Math.round(value / 1e6) + "M";
        }
        return value >= 1e3
                ? Math.round(value / 1e3) + "k"
                : String.format(Locale.ROOT, "%.3f", value).replaceAll("\\.?0+$", "");
    }

    private static String milliseconds(double value) {
        return value >= 10_000
                ? String.format(Locale.ROOT, "%.1f s", value / 1000)
                : String.format(Locale.ROOT, value < 100 ? "%.1f ms" : "%,.0f ms", value);
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }

    private static List<String[]> rows(Path folder, String name) throws IOException {
        Path file = folder.resolve(name + ".tsv");
        return Files.exists(file)
                ? Files.readAllLines(file).stream().map(line -> line.split("\t")).toList()
                : List.of();
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
