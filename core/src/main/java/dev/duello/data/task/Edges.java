package dev.duello.data.task;

import dev.duello.data.image.ImageFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The source shows edges, dark on white: the length of the gradient of the brightness by the filters of Sobel, taken three times, so
 * that all but faint edges are black.
 */
record Edges() implements Task {
    private static final double CONTRAST = 3.0 / 4;

    @Override
    public boolean takesNumber() {
        return false;
    }

    @Override
    public ImageFormat sourceFormat(ImageFormat target) {
        return new ImageFormat(1, target.height(), target.width());
    }

    @Override
    public byte[] source(byte[] image, ImageFormat format, SplittableRandom random) {
        int h = format.height();
        int w = format.width();
        float[] gray = Pixels.luminance(image, format.channels());
        byte[] edges = new byte[h * w];
        for (int y = 0; y < h; y++) {
            int up = Math.max(y - 1, 0) * w;
            int here = y * w;
            int down = Math.min(y + 1, h - 1) * w;
            for (int x = 0; x < w; x++) {
                int left = Math.max(x - 1, 0);
                int right = Math.min(x + 1, w - 1);
                double across = gray[up + right]
                        + 2 * gray[here + right]
                        + gray[down + right]
                        - gray[up + left]
                        - 2 * gray[here + left]
                        - gray[down + left];
                double along = gray[down + left]
                        + 2 * gray[down + x]
                        + gray[down + right]
                        - gray[up + left]
                        - 2 * gray[up + x]
                        - gray[up + right];
                edges[here + x] = Pixels.rounded(255 - CONTRAST * Math.hypot(across, along));
            }
        }
        return edges;
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(Baseline.SOURCE);
    }
}
