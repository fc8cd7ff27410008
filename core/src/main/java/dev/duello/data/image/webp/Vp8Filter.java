package dev.duello.data.image.webp;

/** Smooths the edges between blocks of a whole frame: RFC 6386, section 15. */
final class Vp8Filter {

    private Vp8Filter() {}

    /** How strong to filter a macroblock. @param inside whether the edges between its own blocks are filtered too */
    record Strength(int level, int sharpness, boolean inside) {

        /** The largest difference between neighbors that counts as smooth. */
        int interior() {
            int interior = level;
            if (sharpness > 0) {
                interior >>= sharpness > 4 ? 2 : 1;
                interior = Math.min(interior, 9 - sharpness);
            }
            return Math.max(interior, 1);
        }

        int highVariance() {
            return level >= 40 ? 2 : level >= 15 ? 1 : 0;
        }
    }

    /** Filters a square of a macroblock. @param side 16 for brightness, 8 for color */
    static void square(Vp8Plane plane, int y, int x, int side, Strength strength, boolean simple) {
        if (strength.level == 0) {
            return;
        }
        int limit = 2 * strength.level + strength.interior();
        int down = plane.stride;
        if (x > 0) {
            edge(plane, plane.index(y, x), 1, down, side, limit + 4, strength, simple, true);
        }
        for (int i = 4; strength.inside && i < side; i += 4) {
            edge(plane, plane.index(y, x + i), 1, down, side, limit, strength, simple, false);
        }
        if (y > 0) {
            edge(plane, plane.index(y, x), down, 1, side, limit + 4, strength, simple, true);
        }
        for (int i = 4; strength.inside && i < side; i += 4) {
            edge(plane, plane.index(y + i, x), down, 1, side, limit, strength, simple, false);
        }
    }

    /**
     * Filters along an edge.
     *
     * @param start the first pixel after the edge
     * @param across from a pixel to the next over the edge
     * @param along from a pixel to the next along the edge
     * @param outer whether macroblocks meet here
     */
    private static void edge(
            Vp8Plane plane,
            int start,
            int across,
            int along,
            int length,
            int limit,
            Strength strength,
            boolean simple,
            boolean outer) {
        int interior = strength.interior();
        int variance = strength.highVariance();
        for (int i = 0; i < length; i++) {
            int at = start + i * along;
            int p1 = plane.at(at - 2 * across);
            int p0 = plane.at(at - across);
            int q0 = plane.at(at);
            int q1 = plane.at(at + across);
            if (4 * Math.abs(p0 - q0) + Math.abs(p1 - q1) > 2 * limit + 1) {
                continue;
            }
            if (simple) {
                two(plane, at, across, p1, p0, q0, q1);
                continue;
            }
            int p3 = plane.at(at - 4 * across);
            int p2 = plane.at(at - 3 * across);
            int q2 = plane.at(at + 2 * across);
            int q3 = plane.at(at + 3 * across);
            if (Math.abs(p3 - p2) > interior
                    || Math.abs(p2 - p1) > interior
                    || Math.abs(p1 - p0) > interior
                    || Math.abs(q3 - q2) > interior
                    || Math.abs(q2 - q1) > interior
                    || Math.abs(q1 - q0) > interior) {
                continue;
            }
            if (Math.abs(p1 - p0) > variance || Math.abs(q1 - q0) > variance) {
                two(plane, at, across, p1, p0, q0, q1);
            } else if (outer) {
                six(plane, at, across, p2, p1, p0, q0, q1, q2);
            } else {
                four(plane, at, across, p1, p0, q0, q1);
            }
        }
    }

    private static void two(Vp8Plane plane, int at, int across, int p1, int p0, int q0, int q1) {
        int a = 3 * (q0 - p0) + clamp(p1 - q1);
        plane.set(at - across, p0 + (clamp(a + 3) >> 3));
        plane.set(at, q0 - (clamp(a + 4) >> 3));
    }

    private static void four(Vp8Plane plane, int at, int across, int p1, int p0, int q0, int q1) {
        int a = 3 * (q0 - p0);
        int after = clamp(a + 4) >> 3;
        int outer = after + 1 >> 1;
        plane.set(at - 2 * across, p1 + outer);
        plane.set(at - across, p0 + (clamp(a + 3) >> 3));
        plane.set(at, q0 - after);
        plane.set(at + across, q1 - outer);
    }

    private static void six(Vp8Plane plane, int at, int across, int p2, int p1, int p0, int q0, int q1, int q2) {
        int a = clamp(3 * (q0 - p0) + clamp(p1 - q1));
        int near = 27 * a + 63 >> 7;
        int middle = 18 * a + 63 >> 7;
        int far = 9 * a + 63 >> 7;
        plane.set(at - 3 * across, p2 + far);
        plane.set(at - 2 * across, p1 + middle);
        plane.set(at - across, p0 + near);
        plane.set(at, q0 - near);
        plane.set(at + across, q1 - middle);
        plane.set(at + 2 * across, q2 - far);
    }

    private static int clamp(int value) {
        return Math.clamp(value, -128, 127);
    }
}
