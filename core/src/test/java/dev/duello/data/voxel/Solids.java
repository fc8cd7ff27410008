package dev.duello.data.voxel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;

/** Shapes for tests, as grids and as files. */
public final class Solids {
    /** The corners of two triangles a face, each seen from outside against the clock. */
    private static final int[][] BOX = {
        {0, 2, 1}, {0, 3, 2}, {4, 5, 6}, {4, 6, 7}, {0, 1, 5}, {0, 5, 4}, {1, 2, 6}, {1, 6, 5}, {2, 3, 7}, {2, 7, 6},
        {3, 0, 4}, {3, 4, 7}
    };

    private Solids() {}

    /** A table: a plate on four legs. */
    public static VoxelGrid table(int side) {
        VoxelGrid grid = new VoxelGrid(side, side, side);
        for (int u = 0; u < side / 2; u++) {
            for (int b = 1; b < side - 1; b++) {
                for (int r = 1; r < side - 1; r++) {
                    boolean leg = (b == 1 || b == side - 2) && (r == 1 || r == side - 2);
                    if (leg || u == side / 2 - 1) {
                        grid.fill(u, b, r, VoxelGrid.UNCOLORED);
                    }
                }
            }
        }
        return grid;
    }

    /** Full and empty cells by chance, of a few colors. */
    public static VoxelGrid noise(int up, int back, int right, long seed) {
        Random random = new Random(seed);
        VoxelGrid grid = new VoxelGrid(up, back, right);
        for (int u = 0; u < up; u++) {
            for (int b = 0; b < back; b++) {
                for (int r = 0; r < right; r++) {
                    if (random.nextInt(3) == 0) {
                        grid.fill(u, b, r, new int[] {0xff0000, 0x00ff00, 0x123456}[random.nextInt(3)]);
                    }
                }
            }
        }
        return grid;
    }

    private static float[][] corners(float x, float y, float z) {
        return new float[][] {{0, 0, 0}, {x, 0, 0}, {x, y, 0}, {0, y, 0}, {0, 0, z}, {x, 0, z}, {x, y, z}, {0, y, z}};
    }

    /** A box from 0 as OBJ, of triangles. @param from the first of its 12, two a side: bottom, top, and four around */
    public static byte[] obj(float x, float y, float z, int from, int to) {
        StringBuilder text = new StringBuilder("# a box\no box\n");
        for (float[] corner : corners(x, y, z)) {
            text.append(String.format(Locale.ROOT, "v %f %f %f%n", corner[0], corner[1], corner[2]));
        }
        for (int i = from; i < to; i++) {
            text.append(String.format("f %d/1/1 %d//2 %d%n", BOX[i][0] + 1, BOX[i][1] + 1, BOX[i][2] - 8));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The same as STL. */
    public static byte[] stl(float x, float y, float z) {
        ByteBuffer out = ByteBuffer.allocate(84 + 50 * BOX.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(0, "solid, but binary".getBytes(StandardCharsets.US_ASCII)).position(80);
        out.putInt(BOX.length);
        float[][] corners = corners(x, y, z);
        for (int[] face : BOX) {
            out.putFloat(0).putFloat(0).putFloat(0);
            for (int corner : face) {
                for (float number : corners[corner]) {
                    out.putFloat(number);
                }
            }
            out.putShort((short) 0);
        }
        return out.array();
    }

    public static byte[] stlText(float x, float y, float z) {
        StringBuilder text = new StringBuilder("solid box\n");
        float[][] corners = corners(x, y, z);
        for (int[] face : BOX) {
            text.append(" facet normal 0 0 0\n  outer loop\n");
            for (int corner : face) {
                float[] at = corners[corner];
                text.append(String.format(Locale.ROOT, "   vertex %e %e %e%n", at[0], at[1], at[2]));
            }
            text.append("  endloop\n endfacet\n");
        }
        return text.append("endsolid box\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] numbers(float x, float y, float z) {
        ByteBuffer out = ByteBuffer.allocate(8 * 12 + 2 * 36).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] corner : corners(x, y, z)) {
            for (float number : corner) {
                out.putFloat(number);
            }
        }
        for (int[] face : BOX) {
            for (int corner : face) {
                out.putShort((short) corner);
            }
        }
        return out.array();
    }

    private static String json(String uri, int bytes) {
        return ("{'asset':{'version':'2.0'},'scene':0,'scenes':[{'nodes':[0]}],"
                        + "'nodes':[{'children':[1],'scale':[2,1,1]},{'mesh':0,'rotation':[0.70710678,0,0,0.70710678],"
                        + "'translation':[5,0,0]}],"
                        + "'meshes':[{'primitives':[{'attributes':{'POSITION':0},'indices':1,'material':0}]}],"
                        + "'materials':[{'pbrMetallicRoughness':{'baseColorFactor':[1,0,0,1]}}],"
                        + "'accessors':[{'bufferView':0,'componentType':5126,'count':8,'type':'VEC3'},"
                        + "{'bufferView':1,'componentType':5123,'count':36,'type':'SCALAR'}],"
                        + "'bufferViews':[{'buffer':0,'byteLength':96},{'buffer':0,'byteOffset':96,'byteLength':72}],"
                        + "'buffers':[{" + uri + "'byteLength':" + bytes + "}]}")
                .replace('\'', '"');
    }

    /** The box turned by a quarter around x, and then twice as wide, in red. */
    public static byte[] gltf(float x, float y, float z) {
        byte[] numbers = numbers(x, y, z);
        return json(
                        "'uri':'data:application/octet-stream;base64,"
                                + Base64.getEncoder().encodeToString(numbers) + "',",
                        numbers.length)
                .getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] glb(float x, float y, float z) {
        byte[] numbers = numbers(x, y, z);
        StringBuilder json = new StringBuilder(json("", numbers.length));
        while (json.length() % 4 != 0) {
            json.append(' ');
        }
        ByteBuffer out =
                ByteBuffer.allocate(12 + 8 + json.length() + 8 + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put("glTF".getBytes(StandardCharsets.US_ASCII)).putInt(2).putInt(out.capacity());
        out.putInt(json.length()).putInt(0x4E4F534A).put(json.toString().getBytes(StandardCharsets.US_ASCII));
        out.putInt(numbers.length).putInt(0x004E4942).put(numbers);
        return out.array();
    }

    /** @param type of NumPy, with the elements as they are stored */
    public static byte[] npy(String type, int[] shape, byte[] elements) {
        StringBuilder header = new StringBuilder("{'descr': '" + type + "', 'fortran_order': False, 'shape': (");
        for (int side : shape) {
            header.append(side).append(", ");
        }
        header.append("), }");
        while ((header.length() + 11) % 64 != 0) {
            header.append(' ');
        }
        header.append('\n');
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        out.write(header.length());
        out.write(header.length() >> 8);
        out.writeBytes(header.toString().getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(elements);
        return out.toByteArray();
    }
}
