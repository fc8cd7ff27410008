package dev.duello.app;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;

/** What a plot is drawn on: SVG of a page, or a picture. The origin is at the top left. */
interface PlotCanvas {
    /** A thin line of the scale. */
    void axis(double x1, double y1, double x2, double y2);

    /**
     * @param anchor {@code start}, {@code middle} or {@code end}: which of its places is at x
     */
    void text(double x, double y, String anchor, String words);

    /**
     * @param style 0 to 7: color and dashes
     */
    void curve(int style, double[] x, double[] y);

    /** Inline SVG in the style of the pages. */
    final class Svg implements PlotCanvas {
        private static final String[] DASHES = {"none", "7 3", "2 3", "9 3 2 3", "12 4", "5 2", "1 2", "3 3"};

        private final StringBuilder svg = new StringBuilder();

        /**
         * @param id unlike any other on the page
         * @param title what it shows, and {@code description} what it says, for those who cannot see it
         */
        Svg(String id, int width, int height, String title, String description) {
            svg.append(String.format(
                    "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-t %s-d\"><title id=\"%s-t\">%s</title>"
                            + "<desc id=\"%s-d\">%s</desc>%n",
                    width, height, id, id, id, Html.escape(title), id, Html.escape(description)));
        }

        @Override
        public void axis(double x1, double y1, double x2, double y2) {
            svg.append(String.format("<path class=\"axis\" d=\"M%.1f %.1fL%.1f %.1f\"/>", x1, y1, x2, y2));
        }

        @Override
        public void text(double x, double y, String anchor, String words) {
            svg.append(String.format(
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, Html.escape(words)));
        }

        @Override
        public void curve(int style, double[] x, double[] y) {
            svg.append("<polyline class=\"curve\" ").append(stroke(style)).append(" points=\"");
            for (int i = 0; i < x.length; i++) {
                svg.append(String.format("%.1f,%.1f ", x[i], y[i]));
            }
            svg.append("\"/>\n");
        }

        static String stroke(int style) {
            return "style=\"stroke:var(--s" + style + ");stroke-dasharray:" + DASHES[style] + "\"";
        }

        @Override
        public String toString() {
            return svg + "</svg>\n";
        }
    }

    /** A picture on white. Where Java finds no fonts, as on bare servers, it has no words. */
    final class Picture implements PlotCanvas {
        private static final int[] COLORS = {
            0x0072b2, 0xc2410c, 0x007a5a, 0xa3447f, 0x8a6a00, 0x2f8fc4, 0x4b4b4b, 0x7a3ff2
        };
        private static final float[][] DASHES = {null, {7, 3}, {2, 3}, {9, 3, 2, 3}, {12, 4}, {5, 2}, {1, 2}, {3, 3}};

        private final BufferedImage image;
        private final Graphics2D pen;
        private final Font font;

        /** @param scale pixels for one unit */
        Picture(int width, int height, int scale, int fontSize) {
            image = new BufferedImage(width * scale, height * scale, BufferedImage.TYPE_INT_RGB);
            pen = image.createGraphics();
            pen.setColor(Color.WHITE);
            pen.fillRect(0, 0, image.getWidth(), image.getHeight());
            pen.scale(scale, scale);
            pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            font = new Font(Font.SANS_SERIF, Font.PLAIN, fontSize);
        }

        @Override
        public void axis(double x1, double y1, double x2, double y2) {
            pen.setColor(new Color(0xdcdad3));
            pen.setStroke(new BasicStroke(1));
            Path2D path = new Path2D.Double();
            path.moveTo(x1, y1);
            path.lineTo(x2, y2);
            pen.draw(path);
        }

        @Override
        public void text(double x, double y, String anchor, String words) {
            try {
                pen.setFont(font);
                pen.setColor(new Color(0x3a3b40));
                int width = pen.getFontMetrics().stringWidth(words);
                double left = anchor.equals("end") ? x - width : anchor.equals("middle") ? x - width / 2.0 : x;
                pen.drawString(words, (float) left, (float) y);
            } catch (RuntimeException | LinkageError | InternalError e) {
                // There are no fonts: lines tell most of it.
            }
        }

        @Override
        public void curve(int style, double[] x, double[] y) {
            pen.setColor(new Color(COLORS[style]));
            pen.setStroke(new BasicStroke(1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES[style], 0));
            Path2D path = new Path2D.Double();
            for (int i = 0; i < x.length; i++) {
                if (i == 0) {
                    path.moveTo(x[i], y[i]);
                } else {
                    path.lineTo(x[i], y[i]);
                }
            }
            pen.draw(path);
        }

        /** Pastes an image, enlarged by a whole factor. */
        void image(BufferedImage other, int x, int y, int zoom) {
            pen.drawImage(other, x, y, other.getWidth() * zoom, other.getHeight() * zoom, null);
        }

        BufferedImage image() {
            pen.dispose();
            return image;
        }
    }
}
