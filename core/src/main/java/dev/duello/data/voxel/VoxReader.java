package dev.duello.data.voxel;

import dev.duello.data.UnreadableFileException;
import dev.duello.data.image.ImageKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * MagicaVoxel's {@code .vox}: chunks of a name, the length of the content, the length of inner chunks, and the content. Of several models
 * the first is read.
 *
 * @see <a href="https://github.com/ephtracy/voxel-model/blob/master/MagicaVoxel-file-format-vox.txt">The format</a>
 */
final class VoxReader {
    private static final int HEADER = 8;
    private static final int CHUNK = 12;
    private static final int COLORS = 256;
    /** Without a palette of its own, a file means MagicaVoxel's, of which only the shape is needed here. */
    private static final int UNKNOWN = VoxelGrid.UNCOLORED & 0xffffff;

    private VoxReader() {}

    static VoxelDecoder.Read read(byte[] file) throws UnreadableFileException {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < HEADER + CHUNK || !ImageKind.startsWith(file, HEADER, "MAIN")) {
            throw new UnreadableFileException("it has no MAIN chunk");
        }
        int at = HEADER + CHUNK + length(in, HEADER + 4);
        ByteBuffer size = null;
        ByteBuffer cells = null;
        int[] palette = null;
        int models = 0;
        while (at >= 0 && at <= file.length - CHUNK) {
            int content = length(in, at + 4);
            long next = (long) at + CHUNK + content + length(in, at + 8);
            if (content > file.length - at - CHUNK) {
                throw new UnreadableFileException("it is cut short");
            }
            ByteBuffer body = in.slice(at + CHUNK, content).order(ByteOrder.LITTLE_ENDIAN);
            if (ImageKind.startsWith(file, at, "SIZE") && size == null) {
                size = body;
            } else if (ImageKind.startsWith(file, at, "XYZI")) {
                cells = cells == null ? body : cells;
                models++;
            } else if (ImageKind.startsWith(file, at, "RGBA") && content >= 4 * COLORS) {
                palette = palette(body);
            }
            at = next > file.length ? file.length : (int) next;
        }
        if (size == null || cells == null || size.capacity() < 12 || cells.capacity() < 4) {
            throw new UnreadableFileException("it has no model");
        }
        return new VoxelDecoder.Read(grid(size, cells, palette), models > 1);
    }

    private static int length(ByteBuffer in, int at) throws UnreadableFileException {
        int length = in.getInt(at);
        if (length < 0) {
            throw new UnreadableFileException("it declares a chunk of " + Integer.toUnsignedString(length) + " bytes");
        }
        return length;
    }

    /** Colors by index; the first that is stored is that of index 1. */
    private static int[] palette(ByteBuffer body) {
        int[] palette = new int[COLORS];
        for (int i = 0; i < COLORS - 1; i++) {
            palette[i + 1] =
                    (body.get(4 * i) & 0xff) << 16 | (body.get(4 * i + 1) & 0xff) << 8 | body.get(4 * i + 2) & 0xff;
        }
        return palette;
    }

    /** Its x is to the right, its y to the back, its z up. */
    private static VoxelGrid grid(ByteBuffer size, ByteBuffer cells, int @Nullable [] palette)
            throws UnreadableFileException {
        int right = size.getInt(0);
        int back = size.getInt(4);
        int up = size.getInt(8);
        VoxelGrid grid = VoxelGrid.declared(up, back, right);
        int count = cells.getInt(0);
        if (count < 0 || count > (cells.capacity() - 4) / 4) {
            throw new UnreadableFileException("it is cut short");
        }
        for (int i = 0; i < count; i++) {
            int r = cells.get(4 + 4 * i) & 0xff;
            int b = cells.get(5 + 4 * i) & 0xff;
            int u = cells.get(6 + 4 * i) & 0xff;
            int color = cells.get(7 + 4 * i) & 0xff;
            if (r >= right || b >= back || u >= up) {
                throw new UnreadableFileException("it has a voxel beyond its " + right + "x" + back + "x" + up);
            }
            if (color != 0) {
                grid.fill(u, b, r, palette == null ? UNKNOWN : palette[color]);
            }
        }
        return grid;
    }
}
