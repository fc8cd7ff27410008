package dev.duello.data.voxel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.data.UnreadableFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * glTF 2.0: the triangles of all meshes of the scene, each where its nodes place it, in the color of its material. Its y is up. Buffers are
 * read that are in the file itself, as in every {@code .glb}. Skins, morphs and animations are left out.
 *
 * @see <a href="https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html">The format</a>
 */
final class GltfReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HEADER = 12;
    private static final int JSON_CHUNK = 0x4E4F534A;
    private static final int BINARY_CHUNK = 0x004E4942;
    private static final int BYTE = 5121;
    private static final int SHORT = 5123;
    private static final int INT = 5125;
    private static final int FLOAT = 5126;
    private static final int TRIANGLES = 4;
    private static final int STRIP = 5;
    private static final int FAN = 6;
    private static final int DEEPEST = 64;
    private static final String DATA = "data:";
    private static final double[] IDENTITY = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};

    private final JsonNode root;
    private final @Nullable ByteBuffer binary;
    private final Mesh mesh = new Mesh();
    private final Set<Integer> seen = new HashSet<>();
    private final Map<Integer, ByteBuffer> buffers = new HashMap<>();

    private GltfReader(JsonNode root, @Nullable ByteBuffer binary) {
        this.root = root;
        this.binary = binary;
    }

    static Mesh read(byte[] file, boolean isBinary) throws UnreadableFileException {
        try {
            return isBinary ? chunks(file).mesh() : new GltfReader(JSON.readTree(file), null).mesh();
        } catch (JsonProcessingException e) {
            throw new UnreadableFileException("its JSON cannot be understood", e);
        } catch (IOException e) {
            throw new UnreadableFileException("it cannot be read", e);
        }
    }

    private static GltfReader chunks(byte[] file) throws IOException, UnreadableFileException {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        JsonNode json = null;
        ByteBuffer body = null;
        int at = HEADER;
        while (at <= file.length - 8) {
            int length = in.getInt(at);
            int kind = in.getInt(at + 4);
            if (length < 0 || length > file.length - at - 8) {
                throw new UnreadableFileException("it is cut short");
            }
            if (kind == JSON_CHUNK && json == null) {
                json = JSON.readTree(file, at + 8, length);
            } else if (kind == BINARY_CHUNK && body == null) {
                body = in.slice(at + 8, length).order(ByteOrder.LITTLE_ENDIAN);
            }
            at += 8 + length;
        }
        if (json == null) {
            throw new UnreadableFileException("it has no JSON chunk");
        }
        return new GltfReader(json, body);
    }

    private Mesh mesh() throws UnreadableFileException {
        JsonNode scene = root.path("scenes").path(root.path("scene").asInt(0));
        for (JsonNode node : scene.path("nodes")) {
            place(node.asInt(-1), IDENTITY, 0);
        }
        if (mesh.count() == 0) {
            throw new UnreadableFileException("its scene has no triangles");
        }
        return mesh;
    }

    /** @param outer the matrix of the node above, column by column */
    private void place(int index, double[] outer, int depth) throws UnreadableFileException {
        // Each node has one parent.
        if (depth > DEEPEST || !seen.add(index)) {
            throw new UnreadableFileException("its nodes go round in a circle");
        }
        JsonNode node = root.path("nodes").path(index);
        double[] matrix = product(outer, matrix(node));
        if (node.has("mesh")) {
            for (JsonNode primitive :
                    root.path("meshes").path(node.path("mesh").asInt(-1)).path("primitives")) {
                primitive(primitive, matrix);
            }
        }
        for (JsonNode child : node.path("children")) {
            place(child.asInt(-1), matrix, depth + 1);
        }
    }

    private static double[] matrix(JsonNode node) {
        if (node.path("matrix").size() == 16) {
            return numbers(node.path("matrix"), IDENTITY);
        }
        double[] move = numbers(node.path("translation"), new double[] {0, 0, 0});
        double[] turn = numbers(node.path("rotation"), new double[] {0, 0, 0, 1});
        double[] scale = numbers(node.path("scale"), new double[] {1, 1, 1});
        double x = turn[0];
        double y = turn[1];
        double z = turn[2];
        double w = turn[3];
        return new double[] {
            (1 - 2 * (y * y + z * z)) * scale[0],
            2 * (x * y + z * w) * scale[0],
            2 * (x * z - y * w) * scale[0],
            0,
            2 * (x * y - z * w) * scale[1],
            (1 - 2 * (x * x + z * z)) * scale[1],
            2 * (y * z + x * w) * scale[1],
            0,
            2 * (x * z + y * w) * scale[2],
            2 * (y * z - x * w) * scale[2],
            (1 - 2 * (x * x + y * y)) * scale[2],
            0,
            move[0],
            move[1],
            move[2],
            1
        };
    }

    private static double[] numbers(JsonNode array, double[] usual) {
        double[] numbers = usual.clone();
        if (array.size() == usual.length) {
            Arrays.setAll(numbers, i -> array.path(i).asDouble());
        }
        return numbers;
    }

    private static double[] product(double[] a, double[] b) {
        double[] product = new double[16];
        for (int column = 0; column < 4; column++) {
            for (int row = 0; row < 4; row++) {
                for (int i = 0; i < 4; i++) {
                    product[4 * column + row] += a[4 * i + row] * b[4 * column + i];
                }
            }
        }
        return product;
    }

    private void primitive(JsonNode primitive, double[] matrix) throws UnreadableFileException {
        int mode = primitive.path("mode").asInt(TRIANGLES);
        if (mode != TRIANGLES && mode != STRIP && mode != FAN) {
            return;
        }
        if (primitive.path("extensions").size() > 0
                && primitive.path("extensions").has("KHR_draco_mesh_compression")) {
            throw new UnreadableFileException(
                    "its meshes are compressed (Draco), which is not read: export it without");
        }
        Accessor places = accessor(primitive.path("attributes").path("POSITION").asInt(-1), "VEC3");
        if (places.type != FLOAT) {
            throw new UnreadableFileException("the numbers of its corners are of the type " + places.type);
        }
        Accessor indices =
                primitive.has("indices") ? accessor(primitive.path("indices").asInt(-1), "SCALAR") : null;
        int count = indices == null ? places.count : indices.count;
        int color = color(primitive.path("material").asInt(-1));
        int triangles = mode == TRIANGLES ? count / 3 : count - 2;
        for (int i = 0; i < triangles; i++) {
            int[] at = switch (mode) {
                case TRIANGLES -> new int[] {3 * i, 3 * i + 1, 3 * i + 2};
                case STRIP -> new int[] {i, i + 1, i + 2};
                default -> new int[] {0, i + 1, i + 2};
            };
            float[] three = new float[9];
            for (int corner = 0; corner < 3; corner++) {
                long index = indices == null ? at[corner] : indices.index(at[corner]);
                if (index >= places.count) {
                    throw new UnreadableFileException("a triangle has the corner " + index + ", of " + places.count);
                }
                double[] place = moved(matrix, places, (int) index);
                three[3 * corner] = (float) place[0];
                three[3 * corner + 1] = (float) -place[2];
                three[3 * corner + 2] = (float) place[1];
            }
            mesh.add(three, color);
        }
    }

    private static double[] moved(double[] matrix, Accessor places, int index) {
        double[] place = new double[3];
        for (int row = 0; row < 3; row++) {
            place[row] = matrix[12 + row];
            for (int i = 0; i < 3; i++) {
                place[row] += matrix[4 * i + row] * places.number(index, i);
            }
        }
        return place;
    }

    /** Colors are stored as light, and seen by its logarithm. */
    private int color(int material) {
        JsonNode factor = root.path("materials")
                .path(material)
                .path("pbrMetallicRoughness")
                .path("baseColorFactor");
        if (factor.size() < 3) {
            return VoxelGrid.UNCOLORED & 0xffffff;
        }
        int color = 0;
        for (int channel = 0; channel < 3; channel++) {
            double light = Math.clamp(factor.path(channel).asDouble(), 0, 1);
            double seen = light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
            color = color << 8 | (int) Math.round(255 * seen);
        }
        return color;
    }

    /** Numbers in a buffer. */
    private record Accessor(ByteBuffer bytes, int count, int type, int stride) {
        float number(int index, int component) {
            return bytes.getFloat(index * stride + component * Float.BYTES);
        }

        long index(int index) throws UnreadableFileException {
            return switch (type) {
                case BYTE -> bytes.get(index * stride) & 0xff;
                case SHORT -> bytes.getShort(index * stride) & 0xffff;
                case INT -> bytes.getInt(index * stride) & 0xffffffffL;
                default -> throw new UnreadableFileException("its indices are of the type " + type);
            };
        }
    }

    private Accessor accessor(int index, String shape) throws UnreadableFileException {
        JsonNode accessor = root.path("accessors").path(index);
        JsonNode view =
                root.path("bufferViews").path(accessor.path("bufferView").asInt(-1));
        int type = accessor.path("componentType").asInt(0);
        int width = switch (type) {
            case BYTE -> 1;
            case SHORT -> 2;
            case INT, FLOAT -> 4;
            default -> 0;
        };
        int components = shape.equals("VEC3") ? 3 : 1;
        if (view.isMissingNode()
                || accessor.has("sparse")
                || width == 0
                || !accessor.path("type").asText().equals(shape)) {
            throw new UnreadableFileException("its numbers are stored in a way that is not read");
        }
        long count = accessor.path("count").asLong(-1);
        long stride = view.path("byteStride").asLong(0);
        stride = stride == 0 ? (long) width * components : stride;
        long start =
                view.path("byteOffset").asLong(0) + accessor.path("byteOffset").asLong(0);
        ByteBuffer buffer = buffer(view.path("buffer").asInt(-1));
        if (count < 0
                || count > Integer.MAX_VALUE
                || stride < (long) width * components
                || stride > 255
                || start < 0
                || start > buffer.capacity()
                || count > 0 && start + (count - 1) * stride + (long) width * components > buffer.capacity()) {
            throw new UnreadableFileException("its numbers lie beyond its end");
        }
        ByteBuffer bytes =
                buffer.slice((int) start, buffer.capacity() - (int) start).order(ByteOrder.LITTLE_ENDIAN);
        return new Accessor(bytes, (int) count, type, (int) stride);
    }

    private ByteBuffer buffer(int index) throws UnreadableFileException {
        JsonNode buffer = root.path("buffers").path(index);
        String uri = buffer.path("uri").asText("");
        if (uri.isEmpty() && index == 0 && binary != null) {
            return binary;
        }
        ByteBuffer decoded = buffers.get(index);
        if (decoded != null) {
            return decoded;
        }
        int comma = uri.indexOf(',');
        if (!uri.startsWith(DATA) || comma < 0) {
            throw new UnreadableFileException("its numbers lie in another file: export it as one file, .glb");
        }
        try {
            decoded = ByteBuffer.wrap(Base64.getDecoder().decode(uri.substring(comma + 1)));
            buffers.put(index, decoded);
            return decoded;
        } catch (IllegalArgumentException e) {
            throw new UnreadableFileException("its buffer is not base64", e);
        }
    }
}
