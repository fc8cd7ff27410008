package dev.duello.data.voxel;

import dev.duello.data.SampleFormat;
import dev.duello.data.image.AnimatedGif;
import java.awt.image.BufferedImage;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** Shapes to look at: pictures in rows and columns, and as they turn. */
final class VoxelPreview {
    private static final int MARGIN = 4;
    private static final int LARGE = 176;
    private static final int SMALL = 112;
    private static final int FEW_COLUMNS = 4;
    private static final int FINE = 2;

    private static final int TURNING = 9;
    private static final int TURNING_SIDE = 96;
    private static final int FRAMES = 12;
    private static final int HUNDREDTHS = 18;

    private VoxelPreview() {}

    static SampleFormat.Cell cell(int columns) {
        int side = columns <= FEW_COLUMNS ? LARGE : SMALL;
        return new SampleFormat.Cell(side, side, MARGIN);
    }

    /** @throws IllegalArgumentException when the bytes are not a whole number of shapes, or too many for one picture */
    static BufferedImage draw(VoxelFormat format, MemorySegment stored, int columns) {
        return draw(
                grids(format, stored, Integer.MAX_VALUE),
                columns,
                cell(columns).width(),
                FINE,
                VoxelRenderer.USUAL_TURN);
    }

    /** A GIF of the first shapes. */
    static byte[] turntable(VoxelFormat format, MemorySegment stored) {
        List<VoxelGrid> grids = grids(format, stored, TURNING);
        int columns = (int) Math.ceil(Math.sqrt(grids.size()));
        Iterator<BufferedImage> frames = IntStream.range(0, FRAMES)
                .mapToObj(frame ->
                        draw(grids, columns, TURNING_SIDE, 1, VoxelRenderer.USUAL_TURN + 2 * Math.PI * frame / FRAMES))
                .iterator();
        return AnimatedGif.encode(frames, HUNDREDTHS);
    }

    private static List<VoxelGrid> grids(VoxelFormat format, MemorySegment stored, int most) {
        long count = stored.byteSize() / format.bytes();
        if (count < 1 || count * format.bytes() != stored.byteSize()) {
            throw new IllegalArgumentException(
                    stored.byteSize() + " bytes are not a whole number of shapes of " + format + ".");
        }
        List<VoxelGrid> grids = new ArrayList<>();
        for (long i = 0; i < Math.min(count, most); i++) {
            grids.add(VoxelGrid.of(format, stored.asSlice(i * format.bytes(), format.bytes())));
        }
        return grids;
    }

    private static BufferedImage draw(List<VoxelGrid> grids, int columns, int side, int fine, double turn) {
        long rows = (grids.size() + columns - 1) / columns;
        long width = (long) columns * (side + MARGIN) + MARGIN;
        long height = rows * (side + MARGIN) + MARGIN;
        if (width * height > Integer.MAX_VALUE / 8) {
            throw new IllegalArgumentException(
                    grids.size() + " shapes make a picture of " + width + " x " + height + ", too large for one file.");
        }
        BufferedImage picture = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_RGB);
        int[] white = new int[(int) width];
        Arrays.fill(white, 0xffffff);
        for (int y = 0; y < height; y++) {
            picture.setRGB(0, y, (int) width, 1, white, 0, (int) width);
        }
        IntStream.range(0, grids.size())
                .parallel()
                .forEach(i -> VoxelRenderer.draw(
                        grids.get(i),
                        turn,
                        picture,
                        i % columns * (side + MARGIN) + MARGIN,
                        i / columns * (side + MARGIN) + MARGIN,
                        side,
                        fine));
        return picture;
    }
}
