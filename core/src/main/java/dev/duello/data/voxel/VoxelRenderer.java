package dev.duello.data.voxel;

import java.awt.image.BufferedImage;

/**
 * A picture of a shape as shaded cubes, seen from above without perspective: along every pixel a ray goes from cell to cell (Amanatides
 * and Woo, 1987) to the first that is full. Faces are lit by their direction, and darker where neighbors stand in the light.
 */
public final class VoxelRenderer {
    /** From where {@link VoxelPreview} looks: the front and the right are seen. */
    public static final double USUAL_TURN = Math.toRadians(30);

    private static final double ELEVATION = Math.toRadians(28);
    /** What the picture shows, in sides of the cube: its corners fit however it is turned. */
    private static final double EXTENT = 1.5;

    private static final int WHITE = 0xffffff;
    private static final double AMBIENT = 0.42;
    /** So that a GIF of one color needs few. */
    private static final int SHADES = 48;

    /** How much light reaches a corner of a face that so many of three neighbors close off. */
    private static final double[] OPEN = {1, 0.84, 0.72, 0.58};

    private final VoxelGrid grid;
    private final double[] size;
    /** The box that holds all full cells: rays beside it meet none. */
    private final int[] low;

    private final int[] high;

    /** What the camera looks along, and what is right and up for it. */
    private final double[] forward;

    private final double[] sideways;
    private final double[] upwards;
    private final double[] light;

    private VoxelRenderer(VoxelGrid grid, double turn) {
        this.grid = grid;
        size = new double[] {grid.right(), grid.back(), grid.up()};
        low = new int[] {grid.right(), grid.back(), grid.up()};
        high = new int[3];
        for (int u = 0; u < grid.up(); u++) {
            for (int b = 0; b < grid.back(); b++) {
                for (int r = 0; r < grid.right(); r++) {
                    if (grid.isFull(u, b, r)) {
                        int[] cell = {r, b, u};
                        for (int axis = 0; axis < 3; axis++) {
                            low[axis] = Math.min(low[axis], cell[axis]);
                            high[axis] = Math.max(high[axis], cell[axis] + 1);
                        }
                    }
                }
            }
        }
        double sin = Math.sin(turn);
        double cos = Math.cos(turn);
        double high = Math.sin(ELEVATION);
        double flat = Math.cos(ELEVATION);
        forward = new double[] {-sin * flat, cos * flat, -high};
        sideways = new double[] {cos, sin, 0};
        upwards = new double[] {-sin * high, cos * high, flat};
        double[] to = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            to[axis] = -0.6 * forward[axis] - 0.45 * sideways[axis] + (axis == 2 ? 0.75 : 0);
        }
        double length = Math.sqrt(dot(to, to));
        light = new double[] {to[0] / length, to[1] / length, to[2] / length};
    }

    /**
     * Draws a shape.
     *
     * @param turn radians by which it is turned; 0 shows it from the front
     * @param pixels of each side of its square
     * @param fine how many rays a pixel has along each side
     */
    public static void draw(
            VoxelGrid grid, double turn, BufferedImage picture, int left, int top, int pixels, int fine) {
        VoxelRenderer renderer = new VoxelRenderer(grid, turn);
        for (int y = 0; y < pixels; y++) {
            for (int x = 0; x < pixels; x++) {
                int red = 0;
                int green = 0;
                int blue = 0;
                for (int sub = 0; sub < fine * fine; sub++) {
                    double at = (x + (sub % fine + 0.5) / fine) / pixels - 0.5;
                    double above = 0.5 - (y + (sub / fine + 0.5) / fine) / pixels;
                    int color = renderer.color(at, above);
                    red += color >> 16 & 0xff;
                    green += color >> 8 & 0xff;
                    blue += color & 0xff;
                }
                int rays = fine * fine;
                picture.setRGB(left + x, top + y, red / rays << 16 | green / rays << 8 | blue / rays);
            }
        }
    }

    /** @param at from -0.5 to 0.5, as {@code above} */
    private int color(double at, double above) {
        if (high[0] == 0) {
            return WHITE;
        }
        double extent = EXTENT * Math.max(size[0], Math.max(size[1], size[2]));
        double[] origin = new double[3];
        double enter = Double.NEGATIVE_INFINITY;
        double leave = Double.POSITIVE_INFINITY;
        int entered = 0;
        for (int axis = 0; axis < 3; axis++) {
            origin[axis] = size[axis] / 2 + extent * (at * sideways[axis] + above * upwards[axis]);
            if (Math.abs(forward[axis]) < 1e-12) {
                if (origin[axis] < low[axis] || origin[axis] >= high[axis]) {
                    return WHITE;
                }
                continue;
            }
            double first = (low[axis] - origin[axis]) / forward[axis];
            double second = (high[axis] - origin[axis]) / forward[axis];
            if (Math.min(first, second) > enter) {
                enter = Math.min(first, second);
                entered = axis;
            }
            leave = Math.min(leave, Math.max(first, second));
        }
        return enter >= leave ? WHITE : walk(origin, enter, entered);
    }

    /** From cell to cell; {@code axis} is the one across whose face the ray came. */
    private int walk(double[] origin, double enter, int entered) {
        int axis = entered;
        double now = enter;
        int[] cell = new int[3];
        int[] step = new int[3];
        double[] next = new double[3];
        double[] distance = new double[3];
        for (int i = 0; i < 3; i++) {
            double place = origin[i] + now * forward[i];
            cell[i] = Math.clamp((int) Math.floor(place), low[i], high[i] - 1);
            step[i] = forward[i] > 0 ? 1 : -1;
            distance[i] = Math.abs(forward[i]) < 1e-12 ? Double.POSITIVE_INFINITY : 1 / Math.abs(forward[i]);
            double border = cell[i] + (step[i] > 0 ? 1 : 0);
            next[i] = Double.isInfinite(distance[i]) ? Double.POSITIVE_INFINITY : (border - origin[i]) / forward[i];
        }
        while (true) {
            int color = grid.color(cell[2], cell[1], cell[0]);
            if (color != 0) {
                return shaded(color, cell, axis, -step[axis], origin, now);
            }
            axis = next[0] < next[1] ? next[0] < next[2] ? 0 : 2 : next[1] < next[2] ? 1 : 2;
            now = next[axis];
            cell[axis] += step[axis];
            if (cell[axis] < low[axis] || cell[axis] >= high[axis]) {
                return WHITE;
            }
            next[axis] += distance[axis];
        }
    }

    private int shaded(int color, int[] cell, int axis, int facing, double[] origin, double now) {
        double lit = AMBIENT + (1 - AMBIENT) * Math.max(0, facing * light[axis]);
        int one = (axis + 1) % 3;
        int other = (axis + 2) % 3;
        double along = Math.clamp(origin[one] + now * forward[one] - cell[one], 0, 1);
        double across = Math.clamp(origin[other] + now * forward[other] - cell[other], 0, 1);
        double open = 0;
        for (int corner = 0; corner < 4; corner++) {
            int low = corner % 2;
            int high = corner / 2;
            open += open(cell, axis, facing, one, 2 * low - 1, other, 2 * high - 1)
                    * (low == 1 ? along : 1 - along)
                    * (high == 1 ? across : 1 - across);
        }
        double shade = Math.round(lit * open * SHADES) / (double) SHADES;
        return channel(color >> 16, shade) << 16 | channel(color >> 8, shade) << 8 | channel(color, shade);
    }

    private static int channel(int value, double shade) {
        return Math.clamp(Math.round((value & 0xff) * shade * 1.12), 0, 255);
    }

    /** At one corner of a face, by the cells in front of it that touch the corner. */
    private double open(int[] cell, int axis, int facing, int one, int toOne, int other, int toOther) {
        int[] at = cell.clone();
        at[axis] += facing;
        at[one] += toOne;
        boolean first = grid.isFull(at[2], at[1], at[0]);
        at[other] += toOther;
        boolean diagonal = grid.isFull(at[2], at[1], at[0]);
        at[one] -= toOne;
        boolean second = grid.isFull(at[2], at[1], at[0]);
        return OPEN[first && second ? 3 : (first ? 1 : 0) + (second ? 1 : 0) + (diagonal ? 1 : 0)];
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }
}
