package dev.duello.data.voxel;

import dev.duello.data.UnreadableFileException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** STL, binary and as text, of which only the corners are read. Its z is up, as printers have it. */
final class StlReader {
    private static final int HEADER = 80;
    private static final int TRIANGLE = 50;
    private static final int UNCOLORED = VoxelGrid.UNCOLORED & 0xffffff;

    private StlReader() {}

    static Mesh read(byte[] file) throws UnreadableFileException {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < HEADER + 4) {
            throw new UnreadableFileException("it is cut short");
        }
        long count = Integer.toUnsignedLong(in.getInt(HEADER));
        if (count * TRIANGLE > file.length - HEADER - 4) {
            throw new UnreadableFileException("it declares " + count + " triangles, and is cut short");
        }
        Mesh mesh = new Mesh();
        float[] three = new float[9];
        for (int i = 0; i < count; i++) {
            // The normal comes first.
            int at = HEADER + 4 + i * TRIANGLE + 3 * Float.BYTES;
            for (int number = 0; number < three.length; number++) {
                three[number] = in.getFloat(at + number * Float.BYTES);
            }
            mesh.add(three, UNCOLORED);
        }
        return mesh;
    }

    static Mesh readText(byte[] file) throws UnreadableFileException {
        Mesh mesh = new Mesh();
        TextLines lines = new TextLines(file);
        float[] three = new float[9];
        int numbers = 0;
        while (lines.next()) {
            if (!lines.word().equals("vertex")) {
                continue;
            }
            for (int axis = 0; axis < 3; axis++) {
                three[numbers++] = lines.number();
            }
            if (numbers == three.length) {
                mesh.add(three, UNCOLORED);
                numbers = 0;
            }
        }
        if (numbers != 0) {
            throw new UnreadableFileException("its last triangle is not whole");
        }
        return mesh;
    }
}
