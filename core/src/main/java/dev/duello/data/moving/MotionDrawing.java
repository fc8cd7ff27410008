package dev.duello.data.moving;

import dev.duello.data.video.VideoFormat;

/**
 * Draws a clip of the data set {@code moving-shapes}: no library of graphics, whose pixels might change with its version. Each pixel is
 * the mean of 4x4 points.
 */
public final class MotionDrawing {
    /** Of all clips before they are resized. */
    public static final VideoFormat FORMAT = new VideoFormat(3, 16, 32, 32);

    private static final int SIDE = 32;
    private static final int POINTS = 4;
    private static final double SATURATION = 0.8;
    private static final double VALUE = 0.95;

    private final MotionFactors factors;
    private final double[] color;

    private MotionDrawing(MotionFactors factors) {
        this.factors = factors;
        color = color(factors.hue());
    }

    /** @return uint8 {@code [16, 32, 32, 3]} */
    public static byte[] draw(MotionFactors factors) {
        return new MotionDrawing(factors).pixels();
    }

    private byte[] pixels() {
        byte[] pixels = new byte[FORMAT.bytes()];
        int place = 0;
        for (int frame = 0; frame < FORMAT.frames(); frame++) {
            double time = frame / (FORMAT.frames() - 1.0);
            double centerX = factors.x(time);
            double centerY = factors.y(time);
            for (int row = 0; row < SIDE; row++) {
                for (int column = 0; column < SIDE; column++) {
                    double covered = covered(row, column, centerX, centerY);
                    for (int channel = 0; channel < 3; channel++) {
                        double value = covered * color[channel] + (1 - covered) * factors.background();
                        pixels[place++] = (byte) Math.round(255 * value);
                    }
                }
            }
        }
        return pixels;
    }

    /** The share of a pixel that the shape covers. */
    private double covered(int row, int column, double centerX, double centerY) {
        int inside = 0;
        for (int i = 0; i < POINTS * POINTS; i++) {
            double u = ((column + (i % POINTS + 0.5) / POINTS) / SIDE - centerX) / factors.size();
            double v = ((row + (i / POINTS + 0.5) / POINTS) / SIDE - centerY) / factors.size();
            inside += covers(u, v) ? 1 : 0;
        }
        return (double) inside / (POINTS * POINTS);
    }

    private boolean covers(double u, double v) {
        return switch (factors.kind()) {
            case DISK -> u * u + v * v < 1;
            case SQUARE -> Math.max(Math.abs(u), Math.abs(v)) < 0.85;
            case TRIANGLE -> v < 0.8 && v > -1 && Math.abs(u) < 0.55 * (v + 1);
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
