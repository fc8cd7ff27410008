package dev.duello.data.voxel;

import dev.duello.data.UnreadableFileException;
import java.util.Arrays;

/** Triangles in space, in axes right, back and up, each of a color. */
final class Mesh {
    static final int MOST_TRIANGLES = 4_000_000;

    private static final int NUMBERS = 9;

    private float[] corners = new float[NUMBERS * 64];
    private int[] colors = new int[64];
    private int count;

    /**
     * Adds one.
     *
     * @param three the right, back and up of each corner
     * @param color {@code 0xRRGGBB}
     */
    void add(float[] three, int color) throws UnreadableFileException {
        if (count == MOST_TRIANGLES) {
            throw new UnreadableFileException("it has more than " + MOST_TRIANGLES + " triangles");
        }
        if (count == colors.length) {
            corners = Arrays.copyOf(corners, 2 * corners.length);
            colors = Arrays.copyOf(colors, 2 * colors.length);
        }
        for (int i = 0; i < NUMBERS; i++) {
            if (!Float.isFinite(three[i])) {
                throw new UnreadableFileException("it has a corner that lies nowhere");
            }
            // Minus nothing is nothing.
            corners[NUMBERS * count + i] = three[i] + 0f;
        }
        colors[count++] = color;
    }

    int count() {
        return count;
    }

    /** One number of one of the three corners of a triangle. */
    float corner(int triangle, int corner, int axis) {
        return corners[NUMBERS * triangle + 3 * corner + axis];
    }

    int color(int triangle) {
        return colors[triangle];
    }

    /**
     * Openings in the surface: chains of edges of which only one triangle has a side. 0 where it is closed. Corners are the same where
     * their numbers are.
     */
    int holes() {
        Corners welded = new Corners(3 * count);
        long[] edges = new long[3 * count];
        int used = 0;
        for (int triangle = 0; triangle < count; triangle++) {
            int[] at = new int[3];
            for (int corner = 0; corner < 3; corner++) {
                at[corner] = welded.number(
                        corner(triangle, corner, 0), corner(triangle, corner, 1), corner(triangle, corner, 2));
            }
            if (at[0] == at[1] || at[1] == at[2] || at[2] == at[0]) {
                continue;
            }
            for (int corner = 0; corner < 3; corner++) {
                int one = at[corner];
                int other = at[(corner + 1) % 3];
                edges[used++] = (long) Math.min(one, other) << 32 | Math.max(one, other);
            }
        }
        Arrays.sort(edges, 0, used);
        int[] chain = new int[welded.count];
        Arrays.setAll(chain, i -> i);
        boolean[] open = new boolean[welded.count];
        for (int i = 0; i < used; ) {
            int next = i;
            while (next < used && edges[next] == edges[i]) {
                next++;
            }
            if (next - i == 1) {
                int one = (int) (edges[i] >> 32);
                int other = (int) edges[i];
                open[one] = true;
                open[other] = true;
                chain[root(chain, one)] = root(chain, other);
            }
            i = next;
        }
        int holes = 0;
        for (int i = 0; i < welded.count; i++) {
            holes += open[i] && root(chain, i) == i ? 1 : 0;
        }
        return holes;
    }

    private static int root(int[] chain, int from) {
        int at = from;
        while (chain[at] != at) {
            chain[at] = chain[chain[at]];
            at = chain[at];
        }
        return at;
    }

    /** Numbers corners, equal ones alike. */
    private static final class Corners {
        private final int[] table;
        private final float[] places;
        private int count;

        Corners(int most) {
            table = new int[Integer.highestOneBit(Math.max(4, 4 * most - 1))];
            places = new float[3 * most];
        }

        int number(float x, float y, float z) {
            long hash = (Float.floatToIntBits(x) * 0x9E3779B97F4A7C15L)
                    ^ (Float.floatToIntBits(y) * 0xC2B2AE3D27D4EB4FL)
                    ^ (Float.floatToIntBits(z) * 0x165667B19E3779F9L);
            int at = (int) (hash >>> 33) & table.length - 1;
            while (table[at] != 0) {
                int number = table[at] - 1;
                if (places[3 * number] == x && places[3 * number + 1] == y && places[3 * number + 2] == z) {
                    return number;
                }
                at = at + 1 & table.length - 1;
            }
            places[3 * count] = x;
            places[3 * count + 1] = y;
            places[3 * count + 2] = z;
            table[at] = ++count;
            return count - 1;
        }
    }
}
