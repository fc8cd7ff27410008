import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** The table and the curves of leak.sh: what the audits of runs on ever more images found. */
final class LeakPlot {
    private static final int PANEL = 430;
    private static final int HEIGHT = 374;
    private static final int LEFT = 58;
    private static final int RIGHT = 20;
    private static final int TOP = 116;
    private static final int BOTTOM = 50;
    private static final Color[] COLORS = {
        new Color(0x0072b2), new Color(0xc2410c), new Color(0x007a5a), new Color(0xa3447f), new Color(0x4b4b4b)
    };
    private static final float[][] DASHES = {null, {9, 4}, {2, 4}, {9, 3, 2, 3}, {1, 3}};

    /** @param name of the run: the number of images, and after it what else is different */
    private record Audited(String name, double seconds, JsonNode found) {
        int images() {
            return Integer.parseInt(name.replaceFirst("-.*", ""));
        }

        boolean isPrivate() {
            return name.contains("-");
        }
    }

    /** @param reach half of the interval's length, or 0 */
    private record Dot(double images, double value, double low, double high) {}

    private record Curve(String label, List<Dot> dots) {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        List<Audited> all = new ArrayList<>();
        try (Stream<Path> runs = Files.list(folder)) {
            for (Path run : runs.filter(path -> Files.exists(path.resolve("audit.json"))).toList()) {
                List<String> log = Files.readAllLines(run.resolve("events.jsonl"));
                all.add(new Audited(
                        run.getFileName().toString(),
                        new ObjectMapper().readTree(log.getLast()).path("seconds").asDouble(),
                        new ObjectMapper().readTree(run.resolve("audit.json").toFile())));
            }
        }
        all.sort(Comparator.comparing(Audited::isPrivate).thenComparing(Audited::images).thenComparing(Audited::name));
        table(all);
        draw(folder.resolve("leak.png"), all.stream().filter(run -> !run.isPrivate()).toList());
    }

    private static JsonNode attack(Audited audited, String name) {
        for (JsonNode attack : audited.found.get("attacks")) {
            if (attack.get("name").asText().equals(name)) {
                return attack;
            }
        }
        throw new IllegalArgumentException("There is no attack " + name + ".");
    }

    private static String auc(Audited audited, String name) {
        JsonNode attack = attack(audited, name);
        return String.format(
                Locale.ROOT,
                "%.3f (%.3f–%.3f)",
                attack.get("auc").asDouble(),
                attack.get("auc-low").asDouble(),
                attack.get("auc-high").asDouble());
    }

    private static String found(Audited audited, String name) {
        JsonNode at = attack(audited, name).get("found").get(0);
        return at.get("resolvable").asBoolean()
                ? String.format(Locale.ROOT, "%.1f %%", 100 * at.get("true-positive-rate").asDouble())
                : "-";
    }

    private static void table(List<Audited> all) {
        System.out.println("| images | trained in | verdict | nearest, pixels | found at 1 % | nearest, features | Monte Carlo |"
                + " density ratio | discriminator | its gap |\n|---|---|---|---|---|---|---|---|---|---|");
        for (Audited each : all) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f s | %s | %s | %s | %s | %s | %s | %s | %.2f |%n",
                    each.name.replace("-epsilon-", ", ε = "),
                    each.seconds,
                    each.found.get("verdict").asText(),
                    auc(each, "nearest sample, pixels"),
                    found(each, "nearest sample, pixels"),
                    auc(each, "nearest sample, features"),
                    auc(each, "Monte Carlo, features"),
                    auc(each, "density ratio, features"),
                    auc(each, "discriminator"),
                    each.found.get("discriminator-gap").asDouble());
        }
        System.out.println("\n| images | memorized | median ratio | authentic (unseen images) | closer to members | identifiable"
                + " (unseen images) | C_T |\n|---|---|---|---|---|---|---|");
        for (Audited each : all) {
            JsonNode copying = each.found.get("copying");
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f %% | %.2f | %.1f %% (%.1f %%) | %.1f %% | %.1f %% (%.1f %%) | %.1f |%n",
                    each.name.replace("-epsilon-", ", ε = "),
                    100 * copying.get("memorized").asDouble(),
                    copying.get("median-ratio").asDouble(),
                    100 * copying.get("authentic").asDouble(),
                    100 * copying.get("authentic-of-non-members").asDouble(),
                    100 * copying.get("closer-to-members").asDouble(),
                    100 * copying.get("identifiable").asDouble(),
                    100 * copying.get("identifiable-of-non-members").asDouble(),
                    copying.path("c-t").asDouble(Double.NaN));
        }
    }

    private static Curve attacks(List<Audited> all, String name) {
        return new Curve(
                name,
                all.stream()
                        .map(each -> {
                            JsonNode attack = attack(each, name);
                            return new Dot(
                                    each.images(),
                                    attack.get("auc").asDouble(),
                                    attack.get("auc-low").asDouble(),
                                    attack.get("auc-high").asDouble());
                        })
                        .toList());
    }

    private static Curve shares(List<Audited> all, String label, ToDoubleFunction<JsonNode> share) {
        return new Curve(
                label,
                all.stream()
                        .map(each -> {
                            double value = 100 * share.applyAsDouble(each.found.get("copying"));
                            return new Dot(each.images(), value, value, value);
                        })
                        .toList());
    }

    private static void draw(Path file, List<Audited> all) throws IOException {
        BufferedImage image = new BufferedImage(2 * PANEL, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(new Color(0xfcfbf7));
        pen.fillRect(0, 0, image.getWidth(), image.getHeight());
        panel(
                pen,
                0,
                "AUC of attacks, with 95 % intervals",
                0.4,
                1,
                0.1,
                List.of(
                        attacks(all, "nearest sample, pixels"),
                        attacks(all, "nearest sample, features"),
                        attacks(all, "Monte Carlo, features"),
                        attacks(all, "density ratio, features"),
                        attacks(all, "discriminator")));
        panel(
                pen,
                PANEL,
                "Per cent of samples",
                0,
                100,
                20,
                List.of(
                        shares(all, "authentic", copying -> copying.get("authentic").asDouble()),
                        shares(all, "authentic, unseen images", copying ->
                                copying.get("authentic-of-non-members").asDouble()),
                        shares(all, "closer to members", copying ->
                                copying.get("closer-to-members").asDouble()),
                        shares(all, "memorized", copying -> copying.get("memorized").asDouble())));
        pen.dispose();
        ImageIO.write(image, "png", file.toFile());
    }

    private static void panel(
            Graphics2D pen, int left, String title, double low, double high, double step, List<Curve> curves) {
        pen.setColor(Color.BLACK);
        pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
        pen.drawString(title, left + LEFT, 26);
        pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        for (double mark = low; mark <= high + 1e-9; mark += step) {
            int y = (int) y(mark, low, high);
            line(pen, left + LEFT, y, left + PANEL - RIGHT, y);
            String label = step < 1 ? String.format(Locale.ROOT, "%.1f", mark) : String.format(Locale.ROOT, "%.0f", mark);
            pen.drawString(label, left + LEFT - 10 - pen.getFontMetrics().stringWidth(label), y + 4);
        }
        List<Dot> dots = curves.getFirst().dots;
        for (Dot dot : dots) {
            int x = (int) x(left, dot.images, dots);
            line(pen, x, TOP, x, HEIGHT - BOTTOM);
            String label = String.format(Locale.ROOT, "%,.0f", dot.images);
            pen.drawString(label, x - pen.getFontMetrics().stringWidth(label) / 2, HEIGHT - BOTTOM + 18);
        }
        pen.drawString("images learned from", left + LEFT + 115, HEIGHT - 10);
        int atX = left + LEFT;
        int atY = 48;
        for (int i = 0; i < curves.size(); i++) {
            Curve curve = curves.get(i);
            pen.setColor(COLORS[i]);
            pen.setStroke(new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES[i], 0));
            int width = 30 + pen.getFontMetrics().stringWidth(curve.label) + 14;
            if (atX + width > left + PANEL) {
                atX = left + LEFT;
                atY += 18;
            }
            pen.draw(new Line2D.Double(atX, atY - 4, atX + 24, atY - 4));
            Path2D path = new Path2D.Double();
            for (Dot dot : curve.dots) {
                double x = x(left, dot.images, dots) + (dot.low < dot.high ? 3 * (i - 2) : 0);
                double y = y(dot.value, low, high);
                if (path.getCurrentPoint() == null) {
                    path.moveTo(x, y);
                } else {
                    path.lineTo(x, y);
                }
                pen.fill(new Ellipse2D.Double(x - 3, y - 3, 6, 6));
            }
            pen.draw(path);
            pen.setStroke(new BasicStroke(1));
            for (Dot dot : curve.dots) {
                double x = x(left, dot.images, dots) + 3 * (i - 2);
                if (dot.low < dot.high) {
                    pen.draw(new Line2D.Double(x, y(dot.low, low, high), x, y(dot.high, low, high)));
                }
            }
            pen.setColor(Color.BLACK);
            pen.drawString(curve.label, atX + 30, atY);
            atX += width;
        }
    }

    private static void line(Graphics2D pen, int x1, int y1, int x2, int y2) {
        pen.setColor(new Color(0xdddbd4));
        pen.setStroke(new BasicStroke(1));
        pen.drawLine(x1, y1, x2, y2);
        pen.setColor(Color.BLACK);
    }

    private static double x(int left, double images, List<Dot> dots) {
        double first = Math.log(dots.getFirst().images);
        double last = Math.log(dots.getLast().images);
        double share = last > first ? (Math.log(images) - first) / (last - first) : 0.5;
        return left + LEFT + 24 + share * (PANEL - LEFT - RIGHT - 48);
    }

    private static double y(double value, double low, double high) {
        return HEIGHT - BOTTOM - (Math.clamp(value, low, high) - low) / (high - low) * (HEIGHT - TOP - BOTTOM);
    }
}
