package dev.duello.data.voxel;

import dev.duello.data.UnreadableFileException;
import java.nio.charset.StandardCharsets;

/**
 * binvox (Patrick Min): a few lines of text, then runs of a value and a length, a byte each. The second axis runs fastest and is up, then
 * comes the third, from the back to the front, and then the first, to the right.
 *
 * @see <a href="https://www.patrickmin.com/binvox/binvox.html">The format</a>
 */
final class BinvoxReader {
    private static final int LONGEST_LINE = 256;
    private static final int MOST_LINES = 64;

    private BinvoxReader() {}

    static VoxelGrid read(byte[] file) throws UnreadableFileException {
        int at = 0;
        long[] sides = null;
        for (int lines = 0; ; lines++) {
            int end = at;
            while (end < file.length && file[end] != '\n') {
                end++;
            }
            if (end == file.length || end - at > LONGEST_LINE || lines > MOST_LINES) {
                throw new UnreadableFileException("its header has no line 'data'");
            }
            String line = new String(file, at, end - at, StandardCharsets.ISO_8859_1).strip();
            at = end + 1;
            if (line.equals("data")) {
                break;
            }
            if (line.startsWith("dim ")) {
                sides = sides(line);
            }
        }
        if (sides == null) {
            throw new UnreadableFileException("its header has no line 'dim'");
        }
        VoxelGrid grid = VoxelGrid.declared(sides[1], sides[2], sides[0]);
        long cells = sides[0] * sides[1] * sides[2];
        long cell = 0;
        for (; at + 1 < file.length && cell < cells; at += 2) {
            int run = file[at + 1] & 0xff;
            if (file[at] != 0) {
                for (long i = cell; i < Math.min(cell + run, cells); i++) {
                    grid.fill(
                            (int) (i % sides[1]),
                            (int) (sides[2] - 1 - i / sides[1] % sides[2]),
                            (int) (i / sides[1] / sides[2]),
                            VoxelGrid.UNCOLORED);
                }
            }
            cell += run;
        }
        if (cell < cells) {
            throw new UnreadableFileException("it is cut short");
        }
        return grid;
    }

    private static long[] sides(String line) throws UnreadableFileException {
        String[] parts = line.split("\\s+");
        if (parts.length != 4) {
            throw new UnreadableFileException("its line '" + line + "' does not name three sides");
        }
        long[] sides = new long[3];
        for (int i = 0; i < 3; i++) {
            if (!parts[i + 1].matches("\\d{1,9}")) {
                throw new UnreadableFileException("its line '" + line + "' does not name three sides");
            }
            sides[i] = Long.parseLong(parts[i + 1]);
        }
        return sides;
    }
}
