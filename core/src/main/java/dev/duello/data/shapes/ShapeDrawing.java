package dev.duello.data.shapes;

import dev.duello.data.image.ImageFormat;

/**
 * Draws an image of the data set {@code shapes}: no library of graphics, whose pixels might change with its version. Each pixel
 * is the mean of 4x4 points.
 */
public final class ShapeDrawing {
    /** Of all images before they are resized. */
    public static final ImageFormat FORMAT = new ImageFormat(3, 64, 64);

    private static final int SIDE = 64;
    private static final int POINTS = 4;
    private static final double SATURATION = 0.85;
    private static final double VALUE = 0.95;
    private static final double SECOND_CENTER = 0.13;
    private static final double SECOND_RADIUS = 0.08;
    private static final double SECOND_RIM = 0.025;

    private final ShapeFactors factors;
    private final double cosine;
    private final double sine;
    private final double[] color;

    private ShapeDrawing(ShapeFactors factors) {
        this.factors = factors;
        double angle = StrictMath.toRadians(factors.rotation());
        cosine = StrictMath.cos(angle);
        sine = StrictMath.sin(angle);
        color = color(factors.hue());
    }

    /** @return uint8 {@code [64, 64, 3]} */
    public static byte[] draw(ShapeFactors factors) {
        return new ShapeDrawing(factors).pixels();
    }

    private byte[] pixels() {
        byte[] pixels = new byte[FORMAT.bytes()];
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                double[] sum = new double[3];
                for (int i = 0; i < POINTS * POINTS; i++) {
                    double x = (column + (i % POINTS + 0.5) / POINTS) / SIDE;
                    double y = (row + (i / POINTS + 0.5) / POINTS) / SIDE;
                    for (int channel = 0; channel < 3; channel++) {
                        sum[channel] += at(x, y, channel);
                    }
                }
                for (int channel = 0; channel < 3; channel++) {
                    pixels[(row * SIDE + column) * 3 + channel] =
                            (byte) Math.round(255 * sum[channel] / (POINTS * POINTS));
                }
            }
        }
        return pixels;
    }

    private double at(double x, double y, int channel) {
        if (factors.second()) {
            double dx = x - SECOND_CENTER;
            double dy = y - SECOND_CENTER;
            double distance = Math.sqrt(dx * dx + dy * dy);
            if (distance < SECOND_RADIUS) {
                return distance < SECOND_RADIUS - SECOND_RIM ? 1 : 0;
            }
        }
        double dx = x - factors.x();
        double dy = y - factors.y();
        // In units of the object's radius, turned back.
        double u = (cosine * dx + sine * dy) / factors.size();
        double v = (cosine * dy - sine * dx) / factors.size();
        return covers(u, v) ? color[channel] : factors.background();
    }

    private boolean covers(double u, double v) {
        return switch (factors.kind()) {
            case ELLIPSE -> u * u + v * v / 0.36 < 1;
            case RECTANGLE -> Math.abs(u) < 0.9 && Math.abs(v) < 0.45;
            case TRIANGLE -> v < 0.7 && v > -0.9 && Math.abs(u) < 0.5 * (v + 0.9);
            case CROSS -> Math.abs(u) < 0.9 && Math.abs(v) < 0.28 || Math.abs(v) < 0.9 && Math.abs(u) < 0.28;
        };
    }

    /** HSV to RGB in [0, 1]. */
    private static double[] color(double hue) {
        double[] rgb = new double[3];
        for (int channel = 0; channel < 3; channel++) {
            double k = (5 - 2 * channel + hue / 60) % 6;
            rgb[channel] = VALUE * (1 - SATURATION * Math.max(0, Math.min(Math.min(k, 4 - k), 1)));
        }
        return rgb;
    }
}
