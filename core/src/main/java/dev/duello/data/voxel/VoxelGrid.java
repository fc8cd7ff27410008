package dev.duello.data.voxel;

import dev.duello.data.UnreadableFileException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** A box of cells, each empty or of a color, in the axes of {@link VoxelFormat}. */
public final class VoxelGrid {
    /** What is larger is refused: a cell takes four bytes. */
    static final int MOST_CELLS = 1 << 24;

    /** Where only the shape is known. */
    static final int UNCOLORED = 0xffa8adb8;

    private final int up;
    private final int back;
    private final int right;
    private final int[] colors;

    /** Empty cells. */
    public VoxelGrid(int up, int back, int right) {
        this.up = up;
        this.back = back;
        this.right = right;
        colors = new int[Math.multiplyExact(Math.multiplyExact(up, back), right)];
    }

    /** Empty cells. @throws UnreadableFileException when there are none, or too many */
    static VoxelGrid declared(long up, long back, long right) throws UnreadableFileException {
        if (Math.min(up, Math.min(back, right)) < 1) {
            throw new UnreadableFileException("it declares a grid of " + right + "x" + back + "x" + up + " voxels");
        }
        if (up > MOST_CELLS
                || back > MOST_CELLS
                || right > MOST_CELLS
                || up * back > MOST_CELLS
                || up * back * right > MOST_CELLS) {
            throw new UnreadableFileException("its grid of " + right + "x" + back + "x" + up
                    + " voxels is too large: 256x256x256 are read at most");
        }
        return new VoxelGrid((int) up, (int) back, (int) right);
    }

    /** A stored sample. */
    public static VoxelGrid of(VoxelFormat format, MemorySegment stored) {
        int side = format.side();
        VoxelGrid grid = new VoxelGrid(side, side, side);
        for (int i = 0; i < grid.colors.length; i++) {
            if (format.isColored()) {
                long at = 4L * i;
                if (stored.get(ValueLayout.JAVA_BYTE, at + 3) != 0) {
                    grid.colors[i] = 0xff000000
                            | (stored.get(ValueLayout.JAVA_BYTE, at) & 0xff) << 16
                            | (stored.get(ValueLayout.JAVA_BYTE, at + 1) & 0xff) << 8
                            | stored.get(ValueLayout.JAVA_BYTE, at + 2) & 0xff;
                }
            } else if ((stored.get(ValueLayout.JAVA_BYTE, i / 8) >> i % 8 & 1) != 0) {
                grid.colors[i] = UNCOLORED;
            }
        }
        return grid;
    }

    public int up() {
        return up;
    }

    public int back() {
        return back;
    }

    public int right() {
        return right;
    }

    private int index(int u, int b, int r) {
        return (u * back + b) * right + r;
    }

    /** The color of a cell as {@code 0xffRRGGBB}, or 0 where it is empty or beyond the border. */
    public int color(int u, int b, int r) {
        return u < 0 || b < 0 || r < 0 || u >= up || b >= back || r >= right ? 0 : colors[index(u, b, r)];
    }

    public boolean isFull(int u, int b, int r) {
        return color(u, b, r) != 0;
    }

    /** @param color {@code 0xRRGGBB}; alpha is set */
    public void fill(int u, int b, int r, int color) {
        colors[index(u, b, r)] = 0xff000000 | color;
    }

    /** Cells that are full. */
    public int fullCells() {
        int count = 0;
        for (int color : colors) {
            count += color == 0 ? 0 : 1;
        }
        return count;
    }

    /** Whether full cells have more than one color. */
    boolean isColored() {
        int first = 0;
        for (int color : colors) {
            if (color != 0 && first != 0 && color != first) {
                return true;
            }
            first = first == 0 ? color : first;
        }
        return false;
    }

    /**
     * Fills what cannot be reached from outside through faces of empty cells, with the color of a neighbor.
     *
     * @return how many cells were filled
     */
    int fillInside() {
        int[] waiting = new int[colors.length];
        boolean[] outside = new boolean[colors.length];
        int count = 0;
        for (int u = 0; u < up; u++) {
            for (int b = 0; b < back; b++) {
                for (int r = 0; r < right; r++) {
                    boolean border = u == 0 || b == 0 || r == 0 || u == up - 1 || b == back - 1 || r == right - 1;
                    int at = index(u, b, r);
                    if (border && colors[at] == 0) {
                        outside[at] = true;
                        waiting[count++] = at;
                    }
                }
            }
        }
        while (count > 0) {
            int at = waiting[--count];
            int r = at % right;
            int b = at / right % back;
            int u = at / right / back;
            for (int side = 0; side < 6; side++) {
                int nu = u + (side == 0 ? -1 : side == 1 ? 1 : 0);
                int nb = b + (side == 2 ? -1 : side == 3 ? 1 : 0);
                int nr = r + (side == 4 ? -1 : side == 5 ? 1 : 0);
                if (nu < 0 || nb < 0 || nr < 0 || nu >= up || nb >= back || nr >= right) {
                    continue;
                }
                int next = index(nu, nb, nr);
                if (colors[next] == 0 && !outside[next]) {
                    outside[next] = true;
                    waiting[count++] = next;
                }
            }
        }
        int filled = 0;
        int color = UNCOLORED;
        for (int i = 0; i < colors.length; i++) {
            if (colors[i] != 0) {
                color = colors[i];
            } else if (!outside[i]) {
                colors[i] = color;
                filled++;
            }
        }
        return filled;
    }

    /**
     * In a cube of cells: what is larger is scaled down as a whole, so that a cell is full where anything in it is; what is smaller
     * stays as it is. A grid of that very side keeps its place; others stand on the floor, in the middle of it.
     */
    VoxelGrid fitted(int side) {
        if (up == side && back == side && right == side) {
            return this;
        }
        int[] low = {up, back, right};
        int[] high = {-1, -1, -1};
        for (int u = 0; u < up; u++) {
            for (int b = 0; b < back; b++) {
                for (int r = 0; r < right; r++) {
                    if (colors[index(u, b, r)] != 0) {
                        low[0] = Math.min(low[0], u);
                        low[1] = Math.min(low[1], b);
                        low[2] = Math.min(low[2], r);
                        high[0] = Math.max(high[0], u);
                        high[1] = Math.max(high[1], b);
                        high[2] = Math.max(high[2], r);
                    }
                }
            }
        }
        VoxelGrid cube = new VoxelGrid(side, side, side);
        if (high[0] < 0) {
            return cube;
        }
        int[] size = new int[3];
        Arrays.setAll(size, axis -> high[axis] - low[axis] + 1);
        int longest = Math.max(size[0], Math.max(size[1], size[2]));
        double scale = Math.min(1, (double) side / longest);
        int[] shift = new int[3];
        for (int axis = 1; axis < 3; axis++) {
            shift[axis] = (side - (int) Math.ceil(size[axis] * scale)) / 2;
        }
        for (int u = low[0]; u <= high[0]; u++) {
            for (int b = low[1]; b <= high[1]; b++) {
                for (int r = low[2]; r <= high[2]; r++) {
                    int color = colors[index(u, b, r)];
                    if (color != 0) {
                        int nu = Math.min(side - 1, (int) ((u - low[0]) * scale) + shift[0]);
                        int nb = Math.min(side - 1, (int) ((b - low[1]) * scale) + shift[1]);
                        int nr = Math.min(side - 1, (int) ((r - low[2]) * scale) + shift[2]);
                        if (!cube.isFull(nu, nb, nr)) {
                            cube.fill(nu, nb, nr, color);
                        }
                    }
                }
            }
        }
        return cube;
    }

    /** As a sample is stored; this must be a cube of the format's side. */
    byte[] stored(VoxelFormat format) {
        byte[] stored = new byte[format.bytes()];
        for (int i = 0; i < colors.length; i++) {
            if (colors[i] == 0) {
                continue;
            }
            if (format.isColored()) {
                stored[4 * i] = (byte) (colors[i] >> 16);
                stored[4 * i + 1] = (byte) (colors[i] >> 8);
                stored[4 * i + 2] = (byte) colors[i];
                stored[4 * i + 3] = (byte) 255;
            } else {
                stored[i / 8] |= (byte) (1 << i % 8);
            }
        }
        return stored;
    }
}
