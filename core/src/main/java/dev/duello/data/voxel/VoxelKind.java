package dev.duello.data.voxel;

import dev.duello.data.image.ImageKind;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The formats of shapes that are read, told apart by their first bytes where these tell it. */
public enum VoxelKind {
    VOX("MagicaVoxel"),
    BINVOX("binvox"),
    NPY("NumPy"),
    GLB("glTF (binary)"),
    GLTF("glTF"),
    STL("STL (binary)"),
    STL_TEXT("STL (text)"),
    OBJ("Wavefront OBJ");

    /** For sentences. */
    public static final String NAMES = "MagicaVoxel (.vox), binvox, NumPy (.npy), OBJ, STL or glTF (.glb, .gltf)";

    private static final Set<String> EXTENSIONS = Set.of("vox", "binvox", "npy", "obj", "stl", "gltf", "glb");
    private static final Set<String> OTHER_SHAPES = Set.of(
            "fbx",
            "3ds",
            "dae",
            "ply",
            "off",
            "blend",
            "usd",
            "usda",
            "usdc",
            "usdz",
            "wrl",
            "x3d",
            "step",
            "stp",
            "3mf",
            "max",
            "c4d",
            "qb",
            "schem",
            "schematic");

    private static final int STL_HEADER = 80;
    private static final int STL_TRIANGLE = 50;
    private static final int START = 4096;

    private final String name;

    VoxelKind(String name) {
        this.name = name;
    }

    /** @return null when it is none of them */
    static @Nullable VoxelKind of(byte[] bytes) {
        if (ImageKind.startsWith(bytes, 0, "VOX ")) {
            return VOX;
        }
        if (ImageKind.startsWith(bytes, 0, "#binvox")) {
            return BINVOX;
        }
        if (ImageKind.startsWith(bytes, 0, "\u0093NUMPY")) {
            return NPY;
        }
        if (ImageKind.startsWith(bytes, 0, "glTF")) {
            return GLB;
        }
        String start = new String(bytes, 0, Math.min(START, bytes.length), StandardCharsets.ISO_8859_1);
        // Binary files may begin with "solid" as well.
        if (start.startsWith("solid") && start.contains("facet")) {
            return STL_TEXT;
        }
        if (bytes.length >= STL_HEADER + 4 && bytes.length == STL_HEADER + 4 + STL_TRIANGLE * triangles(bytes)) {
            return STL;
        }
        if (start.indexOf('\0') >= 0) {
            return bytes.length > STL_HEADER + 4 ? STL : null;
        }
        String text = start.stripLeading();
        return text.startsWith("{") ? GLTF : text.isEmpty() ? null : OBJ;
    }

    private static long triangles(byte[] bytes) {
        long count = 0;
        for (int i = 3; i >= 0; i--) {
            count = count << 8 | bytes[STL_HEADER + i] & 0xff;
        }
        return count;
    }

    /** Whether a file of this name is expected to be a shape that can be read. */
    public static boolean isExpectedIn(String file) {
        return EXTENSIONS.contains(ImageKind.extension(file));
    }

    /** Whether a file of this name is a shape in a format that is not read, which the user wants to hear about. */
    public static boolean isForeignShape(String file) {
        return OTHER_SHAPES.contains(ImageKind.extension(file));
    }

    /** For people. */
    @Override
    public String toString() {
        return name;
    }
}
