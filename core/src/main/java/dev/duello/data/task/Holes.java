package dev.duello.data.task;

import java.util.SplittableRandom;

/** Where images have holes. */
final class Holes {
    private Holes() {}

    /** By chance: boxes in 45 of 100 images, a stroke in 40, half of the image in 15. One pixel at least stays. */
    static boolean[] draw(int height, int width, SplittableRandom random) {
        boolean[] hole = new boolean[height * width];
        int kind = random.nextInt(100);
        if (kind < 45) {
            int boxes = 1 + random.nextInt(2);
            for (int i = 0; i < boxes; i++) {
                box(hole, height, width, random);
            }
        } else if (kind < 85) {
            stroke(hole, height, width, random);
        } else {
            half(hole, height, width, random.nextInt(4));
        }
        return hole;
    }

    private static void box(boolean[] hole, int height, int width, SplittableRandom random) {
        int high = Math.max(1, height / 6 + random.nextInt(height / 4 + 1));
        int wide = Math.max(1, width / 6 + random.nextInt(width / 4 + 1));
        int top = random.nextInt(Math.max(1, height - high + 1));
        int left = random.nextInt(Math.max(1, width - wide + 1));
        fill(hole, height, width, top, left, Math.min(high, height), Math.min(wide, width));
    }

    private static void fill(boolean[] hole, int height, int width, int top, int left, int high, int wide) {
        for (int y = top; y < Math.min(height, top + high); y++) {
            for (int x = left; x < Math.min(width, left + wide); x++) {
                hole[y * width + x] = true;
            }
        }
    }

    /** Discs along a walk that bends. */
    private static void stroke(boolean[] hole, int height, int width, SplittableRandom random) {
        int side = Math.min(height, width);
        double radius = Math.max(0.5, side * (0.04 + 0.05 * random.nextDouble()));
        double y = height * random.nextDouble();
        double x = width * random.nextDouble();
        double angle = 2 * Math.PI * random.nextDouble();
        int steps = (int) (side * (0.8 + 0.8 * random.nextDouble()));
        for (int i = 0; i <= steps; i++) {
            disc(hole, height, width, y, x, radius);
            angle += 0.3 * random.nextGaussian();
            y += Math.sin(angle);
            x += Math.cos(angle);
            if (y < 0 || y >= height || x < 0 || x >= width) {
                angle += Math.PI;
                y = Math.clamp(y, 0, height - 1.0);
                x = Math.clamp(x, 0, width - 1.0);
            }
        }
    }

    private static void disc(boolean[] hole, int height, int width, double cy, double cx, double radius) {
        int reach = (int) Math.ceil(radius);
        for (int y = Math.max(0, (int) cy - reach); y <= Math.min(height - 1, (int) cy + reach); y++) {
            for (int x = Math.max(0, (int) cx - reach); x <= Math.min(width - 1, (int) cx + reach); x++) {
                if (Math.hypot(y - cy, x - cx) <= radius) {
                    hole[y * width + x] = true;
                }
            }
        }
    }

    private static void half(boolean[] hole, int height, int width, int side) {
        switch (side) {
            case 0 -> fill(hole, height, width, 0, 0, height / 2, width);
            case 1 -> fill(hole, height, width, height - height / 2, 0, height / 2, width);
            case 2 -> fill(hole, height, width, 0, 0, height, width / 2);
            default -> fill(hole, height, width, 0, width - width / 2, height, width / 2);
        }
    }
}
