package dev.duello.data.voxel;

import dev.duello.data.UnreadableFileException;
import java.util.Arrays;

/**
 * Wavefront OBJ: corners ({@code v}), with colors where they have some, and faces ({@code f}) of any number of corners, also counted from
 * the end. Its y is up. Materials lie in other files, which are not read.
 */
final class ObjReader {
    private final Mesh mesh = new Mesh();
    private float[] places = new float[3 * 64];
    private int[] colors = new int[64];
    private int count;
    private int[] face = new int[16];

    private ObjReader() {}

    static Mesh read(byte[] file) throws UnreadableFileException {
        ObjReader reader = new ObjReader();
        TextLines lines = new TextLines(file);
        while (lines.next()) {
            String kind;
            try {
                kind = lines.word();
            } catch (UnreadableFileException e) {
                // A comment, or bytes that are no text.
                continue;
            }
            if (kind.equals("v")) {
                reader.corner(lines);
            } else if (kind.equals("f")) {
                reader.face(lines);
            }
        }
        if (reader.mesh.count() == 0) {
            throw new UnreadableFileException("it has no faces");
        }
        return reader.mesh;
    }

    private void corner(TextLines lines) throws UnreadableFileException {
        if (count == colors.length) {
            places = Arrays.copyOf(places, 2 * places.length);
            colors = Arrays.copyOf(colors, 2 * colors.length);
        }
        float x = lines.number();
        float y = lines.number();
        float z = lines.number();
        places[3 * count] = x;
        places[3 * count + 1] = -z;
        places[3 * count + 2] = y;
        colors[count] = VoxelGrid.UNCOLORED & 0xffffff;
        String red = lines.word();
        String green = lines.word();
        String blue = lines.word();
        if (!blue.isEmpty()) {
            colors[count] = channel(red) << 16 | channel(green) << 8 | channel(blue);
        }
        count++;
    }

    private static int channel(String word) throws UnreadableFileException {
        try {
            return Math.clamp(Math.round(Float.parseFloat(word) * 255), 0, 255);
        } catch (NumberFormatException e) {
            throw new UnreadableFileException("'" + TextLines.printable(word) + "' is not a number", e);
        }
    }

    /** Triangles from its first corner. */
    private void face(TextLines lines) throws UnreadableFileException {
        int corners = 0;
        for (String word = lines.word(); !word.isEmpty(); word = lines.word()) {
            if (corners == face.length) {
                face = Arrays.copyOf(face, 2 * face.length);
            }
            face[corners++] = index(word);
        }
        for (int i = 2; i < corners; i++) {
            float[] three = new float[9];
            int[] at = {face[0], face[i - 1], face[i]};
            for (int corner = 0; corner < 3; corner++) {
                System.arraycopy(places, 3 * at[corner], three, 3 * corner, 3);
            }
            mesh.add(three, colors[face[0]]);
        }
    }

    private int index(String word) throws UnreadableFileException {
        int slash = word.indexOf('/');
        String number = slash < 0 ? word : word.substring(0, slash);
        if (!number.matches("-?\\d{1,9}")) {
            throw new UnreadableFileException("a face has the corner '" + TextLines.printable(word) + "'");
        }
        int told = Integer.parseInt(number);
        int index = told < 0 ? count + told : told - 1;
        if (index < 0 || index >= count) {
            throw new UnreadableFileException("a face has the corner " + told + ", of " + count);
        }
        return index;
    }
}
