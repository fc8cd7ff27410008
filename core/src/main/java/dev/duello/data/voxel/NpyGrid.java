package dev.duello.data.voxel;

import dev.duello.data.UnreadableFileException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array {@code [up, back, right]} in NumPy's {@code .npy}, of bool, integers, where everything but 0 is full, or floats, where more than
 * 0.5 is; or uint8 {@code [up, back, right, RGBA]}.
 */
final class NpyGrid {
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']{1,8})'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]{0,400})\\)");
    private static final int MOST_HEADER = 65_536;
    private static final int RGBA = 4;

    private NpyGrid() {}

    static VoxelGrid read(byte[] file) throws UnreadableFileException {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < 12 || file[6] < 1 || file[6] > 3) {
            throw notUnderstood();
        }
        int start = file[6] == 1 ? 10 : 12;
        int length = file[6] == 1 ? in.getShort(8) & 0xffff : in.getInt(8);
        if (length < 0 || length > MOST_HEADER || length > file.length - start) {
            throw notUnderstood();
        }
        String header = new String(file, start, length, StandardCharsets.ISO_8859_1);
        Matcher descr = DESCR.matcher(header);
        Matcher order = ORDER.matcher(header);
        Matcher shape = SHAPE.matcher(header);
        if (!descr.find() || !order.find() || !shape.find()) {
            throw notUnderstood();
        }
        if (order.group(1).equals("True")) {
            throw new UnreadableFileException("it is stored column by column (fortran_order); save it in C order");
        }
        int[] sides = sides(shape.group(1));
        boolean colored = sides.length == RGBA && sides[3] == RGBA;
        if (sides.length != 3 && !colored) {
            throw new UnreadableFileException("its array has the shape (" + shape.group(1)
                    + "), not three axes for a shape, or a fourth of 4 for its colors");
        }
        VoxelGrid grid = VoxelGrid.declared(sides[0], sides[1], sides[2]);
        ByteBuffer data = in.slice(start + length, file.length - start - length).order(ByteOrder.LITTLE_ENDIAN);
        fill(grid, data, descr.group(1), colored);
        return grid;
    }

    private static void fill(VoxelGrid grid, ByteBuffer data, String type, boolean colored)
            throws UnreadableFileException {
        int width = switch (type) {
            case "|b1", "|u1", "|i1", "<u1", "<i1" -> 1;
            case "<i2", "<u2" -> 2;
            case "<i4", "<u4", "<f4" -> 4;
            case "<i8", "<u8", "<f8" -> 8;
            default -> 0;
        };
        if (width == 0 || colored && width != 1) {
            throw new UnreadableFileException("its elements are of type '" + type
                    + "': bool, integers and floats in little-endian order are read, and colors of uint8");
        }
        long cells = (long) grid.up() * grid.back() * grid.right();
        if (data.capacity() < cells * width * (colored ? RGBA : 1)) {
            throw new UnreadableFileException("it is cut short");
        }
        int at = 0;
        for (int u = 0; u < grid.up(); u++) {
            for (int b = 0; b < grid.back(); b++) {
                for (int r = 0; r < grid.right(); r++) {
                    if (colored) {
                        if (data.get(at + 3) != 0) {
                            grid.fill(
                                    u,
                                    b,
                                    r,
                                    (data.get(at) & 0xff) << 16
                                            | (data.get(at + 1) & 0xff) << 8
                                            | data.get(at + 2) & 0xff);
                        }
                        at += RGBA;
                    } else {
                        if (isFull(data, at, type, width)) {
                            grid.fill(u, b, r, VoxelGrid.UNCOLORED);
                        }
                        at += width;
                    }
                }
            }
        }
    }

    private static boolean isFull(ByteBuffer data, int at, String type, int width) {
        if (type.equals("<f4")) {
            return data.getFloat(at) > 0.5f;
        }
        if (type.equals("<f8")) {
            return data.getDouble(at) > 0.5;
        }
        for (int i = 0; i < width; i++) {
            if (data.get(at + i) != 0) {
                return true;
            }
        }
        return false;
    }

    private static int[] sides(String text) throws UnreadableFileException {
        try {
            return Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new UnreadableFileException("it declares a shape that cannot be: (" + text + ")", e);
        }
    }

    private static UnreadableFileException notUnderstood() {
        return new UnreadableFileException("its .npy header cannot be understood");
    }
}
