package dev.duello.metric;

import dev.duello.data.voxel.VoxelFormat;
import dev.duello.data.voxel.VoxelGrid;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Which cells of shapes are full, and which of these lie at the surface: next to an empty one, or at the border.
 *
 * @param side of each cube
 * @param cells a row a shape, 1 where a cell is full, else 0, in the order up, back, right
 * @param surfaces the same of those at the surface
 */
record Occupancy(int side, byte[][] cells, byte[][] surfaces) {
    /** Cells in all: distances between all pairs of so many take seconds. */
    private static final long MOST_CELLS = 1L << 24;

    private static final int FEWEST = 64;

    /** Of some of the samples, spread over all. */
    static final Function<Samples, Occupancy> OF_SAMPLES = Occupancy::of;

    private static Occupancy of(Samples samples) {
        if (!(samples.format() instanceof VoxelFormat format)) {
            throw new IllegalArgumentException(
                    "Only shapes have cells, not " + samples.format().medium().plural() + ".");
        }
        int count = Math.min(samples.count(), (int) Math.max(FEWEST, MOST_CELLS / format.cells()));
        byte[][] cells = new byte[count][];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocate(format.bytes());
            for (int i = 0; i < count; i++) {
                samples.source().fill((int) ((long) i * samples.count() / count), 1, one);
                cells[i] = cells(VoxelGrid.of(format, one));
            }
        }
        return of(format.side(), cells);
    }

    private static byte[] cells(VoxelGrid grid) {
        byte[] cells = new byte[grid.up() * grid.back() * grid.right()];
        int at = 0;
        for (int u = 0; u < grid.up(); u++) {
            for (int b = 0; b < grid.back(); b++) {
                for (int r = 0; r < grid.right(); r++) {
                    cells[at++] = (byte) (grid.isFull(u, b, r) ? 1 : 0);
                }
            }
        }
        return cells;
    }

    static Occupancy of(int side, byte[][] cells) {
        byte[][] surfaces = new byte[cells.length][];
        Arrays.setAll(surfaces, i -> surface(cells[i], side));
        return new Occupancy(side, cells, surfaces);
    }

    private static byte[] surface(byte[] cells, int side) {
        byte[] surface = new byte[cells.length];
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] == 0) {
                continue;
            }
            for (int step = 1; step < cells.length; step *= side) {
                int place = i / step % side;
                if (place == 0 || place == side - 1 || cells[i - step] == 0 || cells[i + step] == 0) {
                    surface[i] = 1;
                }
            }
        }
        return surface;
    }

    int count() {
        return cells.length;
    }

    /** The first so many. */
    Occupancy first(int some) {
        return new Occupancy(side, Arrays.copyOf(cells, some), Arrays.copyOf(surfaces, some));
    }

    /** Parts of a shape that touch each other nowhere, not even at a corner. */
    static int parts(byte[] cells, int side) {
        boolean[] seen = new boolean[cells.length];
        int[] waiting = new int[cells.length];
        int parts = 0;
        for (int start = 0; start < cells.length; start++) {
            if (cells[start] == 0 || seen[start]) {
                continue;
            }
            parts++;
            int count = 0;
            waiting[count++] = start;
            seen[start] = true;
            while (count > 0) {
                int at = waiting[--count];
                int u = at / (side * side);
                int b = at / side % side;
                int r = at % side;
                for (int nu = Math.max(0, u - 1); nu <= Math.min(side - 1, u + 1); nu++) {
                    for (int nb = Math.max(0, b - 1); nb <= Math.min(side - 1, b + 1); nb++) {
                        for (int nr = Math.max(0, r - 1); nr <= Math.min(side - 1, r + 1); nr++) {
                            int next = (nu * side + nb) * side + nr;
                            if (cells[next] != 0 && !seen[next]) {
                                seen[next] = true;
                                waiting[count++] = next;
                            }
                        }
                    }
                }
            }
        }
        return parts;
    }

    /** Intersection over union of a shape and its mirror image, left for right; 1 of an empty one. */
    static double symmetry(byte[] cells, int side) {
        int both = 0;
        int any = 0;
        for (int i = 0; i < cells.length; i++) {
            int r = i % side;
            int mirrored = cells[i - r + side - 1 - r];
            both += cells[i] & mirrored;
            any += cells[i] | mirrored;
        }
        return any == 0 ? 1 : (double) both / any;
    }
}
