package dev.duello.data.voxel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shapes as files that other programs open: {@code .vox} for MagicaVoxel, {@code .obj} for all that know meshes. */
public final class VoxelFiles {
    private static final int VERSION = 150;
    private static final int COLORS = 256;
    private static final int HEADER = 20;
    private static final int CHUNK = 12;
    /** Levels of red, green and blue, where there are more colors than a palette has. */
    private static final int[] LEVELS = {6, 7, 6};

    /** The corners of the face of a cell in each direction, as seen from outside against the clock: up, back, right. */
    private static final int[][][] FACES = {
        {{0, 0, 0}, {0, 1, 0}, {0, 1, 1}, {0, 0, 1}},
        {{1, 0, 0}, {1, 0, 1}, {1, 1, 1}, {1, 1, 0}},
        {{0, 0, 0}, {0, 0, 1}, {1, 0, 1}, {1, 0, 0}},
        {{0, 1, 0}, {1, 1, 0}, {1, 1, 1}, {0, 1, 1}},
        {{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}},
        {{0, 0, 1}, {0, 1, 1}, {1, 1, 1}, {1, 0, 1}}
    };

    private static final int[][] DIRECTIONS = {{-1, 0, 0}, {1, 0, 0}, {0, -1, 0}, {0, 1, 0}, {0, 0, -1}, {0, 0, 1}};

    private VoxelFiles() {}

    /** A MagicaVoxel file. More than 255 colors become the nearest of 252. */
    public static byte[] vox(VoxelGrid grid) {
        Map<Integer, Integer> palette = palette(grid);
        int cells = grid.fullCells();
        int content = CHUNK + 12 + CHUNK + 4 + 4 * cells + CHUNK + 4 * COLORS;
        ByteBuffer out = ByteBuffer.allocate(HEADER + content).order(ByteOrder.LITTLE_ENDIAN);
        name(out, "VOX ").putInt(VERSION);
        name(out, "MAIN").putInt(0).putInt(content);
        name(out, "SIZE").putInt(12).putInt(0);
        out.putInt(grid.right()).putInt(grid.back()).putInt(grid.up());
        name(out, "XYZI").putInt(4 + 4 * cells).putInt(0);
        out.putInt(cells);
        for (int u = 0; u < grid.up(); u++) {
            for (int b = 0; b < grid.back(); b++) {
                for (int r = 0; r < grid.right(); r++) {
                    int color = grid.color(u, b, r);
                    if (color != 0) {
                        int index = palette.isEmpty() ? 1 + level(color) : palette.get(color);
                        out.put((byte) r).put((byte) b).put((byte) u).put((byte) index);
                    }
                }
            }
        }
        name(out, "RGBA").putInt(4 * COLORS).putInt(0);
        int start = out.position();
        palette.forEach((color, index) -> put(out, start + 4 * (index - 1), color));
        if (palette.isEmpty()) {
            for (int level = 0; level < LEVELS[0] * LEVELS[1] * LEVELS[2]; level++) {
                put(out, start + 4 * level, ofLevel(level));
            }
        }
        return out.array();
    }

    private static ByteBuffer name(ByteBuffer out, String name) {
        return out.put(name.getBytes(StandardCharsets.US_ASCII));
    }

    private static void put(ByteBuffer out, int at, int color) {
        out.put(at, (byte) (color >> 16))
                .put(at + 1, (byte) (color >> 8))
                .put(at + 2, (byte) color)
                .put(at + 3, (byte) 255);
    }

    /** The index of each color from 1; empty when there are more than a palette has. */
    private static Map<Integer, Integer> palette(VoxelGrid grid) {
        Map<Integer, Integer> palette = new LinkedHashMap<>();
        for (int u = 0; u < grid.up(); u++) {
            for (int b = 0; b < grid.back(); b++) {
                for (int r = 0; r < grid.right(); r++) {
                    int color = grid.color(u, b, r);
                    if (color != 0) {
                        palette.putIfAbsent(color, palette.size() + 1);
                    }
                }
            }
        }
        return palette.size() < COLORS ? palette : Map.of();
    }

    private static int level(int color) {
        int level = 0;
        for (int channel = 0; channel < 3; channel++) {
            int value = color >> 16 - 8 * channel & 0xff;
            level = level * LEVELS[channel] + Math.round(value * (LEVELS[channel] - 1) / 255f);
        }
        return level;
    }

    private static int ofLevel(int level) {
        int red = level / (LEVELS[1] * LEVELS[2]);
        int green = level / LEVELS[2] % LEVELS[1];
        int blue = level % LEVELS[2];
        return red * 255 / (LEVELS[0] - 1) << 16 | green * 255 / (LEVELS[1] - 1) << 8 | blue * 255 / (LEVELS[2] - 1);
    }

    /**
     * A Wavefront OBJ file of the faces between full and empty cells: a closed surface, a cell one unit wide, y up, with the colors of the
     * corners where cells have some.
     */
    public static byte[] obj(VoxelGrid grid) {
        boolean colored = grid.isColored();
        Map<Long, Integer> corners = new LinkedHashMap<>();
        List<int[]> faces = new ArrayList<>();
        for (int u = 0; u < grid.up(); u++) {
            for (int b = 0; b < grid.back(); b++) {
                for (int r = 0; r < grid.right(); r++) {
                    int color = grid.color(u, b, r);
                    for (int side = 0; color != 0 && side < FACES.length; side++) {
                        int[] to = DIRECTIONS[side];
                        if (grid.isFull(u + to[0], b + to[1], r + to[2])) {
                            continue;
                        }
                        int[] face = new int[4];
                        for (int i = 0; i < face.length; i++) {
                            int[] at = FACES[side][i];
                            long place = ((long) (u + at[0]) << 20 | (long) (b + at[1]) << 10 | r + at[2]) << 32
                                    | (colored ? color & 0xffffffL : 0);
                            face[i] = corners.computeIfAbsent(place, _ -> corners.size() + 1);
                        }
                        faces.add(face);
                    }
                }
            }
        }
        StringBuilder text = new StringBuilder("# voxels, one unit wide, y up\n");
        corners.keySet().forEach(place -> {
            long cell = place >> 32;
            text.append("v ")
                    .append(cell & 1023)
                    .append(' ')
                    .append(cell >> 20)
                    .append(' ')
                    .append(-(cell >> 10 & 1023));
            if (colored) {
                for (int shift = 16; shift >= 0; shift -= 8) {
                    text.append(String.format(Locale.ROOT, " %.3f", (place >> shift & 0xff) / 255.0));
                }
            }
            text.append('\n');
        });
        for (int[] face : faces) {
            text.append('f');
            for (int corner : face) {
                text.append(' ').append(corner);
            }
            text.append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** A binvox file of a cube, without colors. */
    public static byte[] binvox(VoxelGrid grid) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("#binvox 1\ndim " + grid.right() + " " + grid.up() + " " + grid.back()
                        + "\ntranslate 0 0 0\nscale 1\ndata\n")
                .getBytes(StandardCharsets.US_ASCII));
        int run = 0;
        boolean last = false;
        for (int r = 0; r < grid.right(); r++) {
            for (int b = grid.back() - 1; b >= 0; b--) {
                for (int u = 0; u < grid.up(); u++) {
                    boolean full = grid.isFull(u, b, r);
                    if (run > 0 && (full != last || run == 255)) {
                        out.write(last ? 1 : 0);
                        out.write(run);
                        run = 0;
                    }
                    last = full;
                    run++;
                }
            }
        }
        out.write(last ? 1 : 0);
        out.write(run);
        return out.toByteArray();
    }
}
