package dev.duello.data.voxel;

import dev.duello.data.DataException;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.image.PngFiles;
import java.nio.file.Path;

/** Files of shapes as samples of one format. */
public final class VoxelDecoder {
    private VoxelDecoder() {}

    /**
     * What a look at a file tells.
     *
     * @param longest side of the grid in cells; 0 of a mesh, which has none
     * @param colored whether its cells have more than one color
     */
    public record Header(int longest, boolean colored) {}

    /** @param stored in the stored form of the format */
    public record Decoded(byte[] stored, VoxelInfo facts) {}

    /** A grid, and whether the file has more than that. */
    record Read(VoxelGrid grid, boolean furtherModels) {}

    /** @param file all bytes, which may be damaged or hostile */
    public static Header header(byte[] file) throws UnreadableFileException {
        VoxelKind kind = kind(file);
        if (isMesh(kind)) {
            return new Header(0, false);
        }
        VoxelGrid grid = grid(kind, file).grid;
        return new Header(Math.max(grid.up(), Math.max(grid.back(), grid.right())), grid.isColored());
    }

    /** @param file all bytes, which may be damaged or hostile */
    public static Decoded read(byte[] file, VoxelFormat format) throws UnreadableFileException {
        VoxelKind kind = kind(file);
        if (isMesh(kind)) {
            Mesh mesh = switch (kind) {
                case OBJ -> ObjReader.read(file);
                case STL -> StlReader.read(file);
                case STL_TEXT -> StlReader.readText(file);
                default -> GltfReader.read(file, kind == VoxelKind.GLB);
            };
            VoxelGrid grid = Voxelizer.solid(mesh, format.side());
            return new Decoded(
                    grid.stored(format),
                    new VoxelInfo(kind.toString(), true, mesh.holes(), false, false, grid.fullCells() == 0));
        }
        Read read = grid(kind, file);
        VoxelGrid fitted = read.grid.fitted(format.side());
        boolean larger = Math.max(read.grid.up(), Math.max(read.grid.back(), read.grid.right())) > format.side();
        return new Decoded(
                fitted.stored(format),
                new VoxelInfo(kind.toString(), false, 0, larger, read.furtherModels, fitted.fullCells() == 0));
    }

    /**
     * Reads one shape as the folder reader would.
     *
     * @return one sample in the stored form of the format
     * @throws DataException when the file cannot be read
     */
    public static byte[] read(Path file, VoxelFormat format) {
        try {
            return read(PngFiles.bytes(file), format).stored();
        } catch (UnreadableFileException e) {
            throw new DataException("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
    }

    private static VoxelKind kind(byte[] file) throws UnreadableFileException {
        VoxelKind kind = VoxelKind.of(file);
        if (kind == null) {
            throw new UnreadableFileException(
                    file.length == 0 ? "it is empty" : "it is not a shape in the format " + VoxelKind.NAMES);
        }
        return kind;
    }

    private static boolean isMesh(VoxelKind kind) {
        return switch (kind) {
            case VOX, BINVOX, NPY -> false;
            case GLB, GLTF, STL, STL_TEXT, OBJ -> true;
        };
    }

    private static Read grid(VoxelKind kind, byte[] file) throws UnreadableFileException {
        return switch (kind) {
            case VOX -> VoxReader.read(file);
            case BINVOX -> new Read(BinvoxReader.read(file), false);
            default -> new Read(NpyGrid.read(file), false);
        };
    }
}
