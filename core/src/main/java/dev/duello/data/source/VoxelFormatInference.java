package dev.duello.data.source;

import dev.duello.data.DataException;
import dev.duello.data.Medium;
import dev.duello.data.files.SampleFiles;
import dev.duello.data.voxel.VoxelDecoder;
import dev.duello.data.voxel.VoxelFormat;
import java.io.IOException;
import java.util.List;

/** A first look at files of shapes, to derive what the options leave open, by the rules told at {@link LoadOptions}. */
final class VoxelFormatInference {
    private static final int USUAL_SIDE = 32;
    private static final int SMALL_SIDE = 16;
    /** The share of grids that the small side must hold whole. */
    private static final double WHOLE = 0.9;

    private final SampleFiles files;
    private final String name;

    VoxelFormatInference(SampleFiles files, String name) {
        this.files = files;
        this.name = name;
    }

    /** @throws DataException when no shape can be read, unless the options leave nothing open */
    VoxelFormat format(LoadOptions options) throws IOException {
        Integer side = options.height();
        Integer channels = options.channels();
        if (side != null && !side.equals(options.width())
                || options.depth() != null && !options.depth().equals(side)) {
            throw new DataException("Shapes lie in a cube, whose sides are alike: give one number, such as 32.");
        }
        List<VoxelDecoder.Header> headers = side == null || channels == null
                ? FirstLook.at(files, name, Medium.VOXELS, content -> VoxelDecoder.header(content.read()))
                : List.of();
        return new VoxelFormat(side == null ? side(headers) : side, channels == null ? channels(headers) : channels);
    }

    static int side(List<VoxelDecoder.Header> headers) {
        long small = headers.stream()
                .filter(header -> header.longest() > 0 && header.longest() <= SMALL_SIDE)
                .count();
        boolean grids = headers.stream().allMatch(header -> header.longest() > 0);
        return grids && small >= WHOLE * headers.size() ? SMALL_SIDE : USUAL_SIDE;
    }

    static int channels(List<VoxelDecoder.Header> headers) {
        return 2 * headers.stream().filter(VoxelDecoder.Header::colored).count() > headers.size() ? 4 : 1;
    }
}
