package dev.duello.torch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

/**
 * The safetensors file format: a length, a JSON header, raw little-endian numbers. It holds no code, so that reading a file
 * from a stranger is safe, and Python's {@code safetensors} reads what is written here.
 */
public final class Safetensors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_HEADER = 100_000_000;
    private static final int ALIGNMENT = 8;
    private static final String METADATA = "__metadata__";

    private Safetensors() {}

    /**
     * Writes tensors in their own types and flushes the file to the disk.
     *
     * @param metadata free text by key, kept in the header
     */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        byte[] header = header(tensors, metadata);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeFully(
                    channel,
                    ByteBuffer.allocate(Long.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(header.length)
                            .flip());
            writeFully(channel, ByteBuffer.wrap(header));
            for (Tensor tensor : tensors.values()) {
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment copy = arena.allocate(Math.max(1, bytes(tensor)), ALIGNMENT);
                    tensor.copyTo(copy);
                    for (long offset = 0; offset < bytes(tensor); offset += 1 << 30) {
                        writeFully(
                                channel,
                                copy.asSlice(offset, Math.min(1 << 30, bytes(tensor) - offset))
                                        .asByteBuffer());
                    }
                }
            }
            channel.force(true);
        }
    }

    private static byte[] header(Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            root.putPOJO(METADATA, metadata);
        }
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            ObjectNode node = root.putObject(entry.getKey());
            node.put("dtype", tensor.dtype().safetensorsName());
            node.putPOJO("shape", tensor.shape());
            node.putPOJO("data_offsets", new long[] {offset, offset + bytes(tensor)});
            offset += bytes(tensor);
        }
        byte[] json = JSON.writeValueAsBytes(root);
        int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] header = Arrays.copyOf(json, padded);
        Arrays.fill(header, json.length, padded, (byte) ' ');
        return header;
    }

    private static long bytes(Tensor tensor) {
        return tensor.elements() * tensor.dtype().bytes();
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /**
     * Reads all tensors of a file onto the CPU; they belong to the open scope.
     *
     * @throws IOException when the file cannot be read or is not whole and well-formed; the message names it
     */
    public static Map<String, Tensor> read(Path file) throws IOException {
        return open(file, (header, data) -> {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry : header.properties()) {
                if (!entry.getKey().equals(METADATA)) {
                    tensors.put(entry.getKey(), tensor(file, entry.getKey(), entry.getValue(), data));
                }
            }
            return tensors;
        });
    }

    /** Reads only the free text of a file's header. @throws IOException as {@link #read} */
    public static Map<String, String> readMetadata(Path file) throws IOException {
        return open(file, (header, _) -> {
            Map<String, String> metadata = new LinkedHashMap<>();
            header.path(METADATA)
                    .properties()
                    .forEach(entry ->
                            metadata.put(entry.getKey(), entry.getValue().asText()));
            return metadata;
        });
    }

    private interface Body<T> {
        T read(JsonNode header, MemorySegment data) throws IOException;
    }

    private static <T> T open(Path file, Body<T> body) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                Arena arena = Arena.ofConfined()) {
            long size = channel.size();
            if (size < Long.BYTES) {
                throw damaged(file, "it is shorter than any such file");
            }
            MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            long headerLength = all.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
            if (headerLength < 2 || headerLength > Math.min(LONGEST_HEADER, size - Long.BYTES)) {
                throw damaged(file, "its header claims " + headerLength + " bytes");
            }
            JsonNode header = parse(file, all.asSlice(Long.BYTES, headerLength).toArray(ValueLayout.JAVA_BYTE));
            return body.read(header, all.asSlice(Long.BYTES + headerLength));
        }
    }

    private static JsonNode parse(Path file, byte[] header) throws IOException {
        try {
            JsonNode node = JSON.readTree(new String(header, StandardCharsets.UTF_8));
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            // Told below in our own words.
        }
        throw damaged(file, "its header is not JSON");
    }

    private static Tensor tensor(Path file, String name, JsonNode entry, MemorySegment data) throws IOException {
        DType type = Arrays.stream(DType.values())
                .filter(candidate ->
                        candidate.safetensorsName().equals(entry.path("dtype").asText()))
                .findFirst()
                .orElseThrow(() -> damaged(
                        file,
                        "'" + name + "' has the unsupported type '"
                                + entry.path("dtype").asText() + "'"));
        long[] shape = StreamSupport.stream(entry.path("shape").spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
        long begin = entry.path("data_offsets").path(0).asLong(-1);
        long end = entry.path("data_offsets").path(1).asLong(-1);
        if (begin < 0 || end < begin || end > data.byteSize() || !holds(shape, type, end - begin)) {
            throw damaged(file, "'" + name + "' does not fit the bytes that it claims");
        }
        return Tensors.copyOf(data.asSlice(begin, end - begin), type, shape);
    }

    private static boolean holds(long[] shape, DType type, long bytes) {
        long wanted = type.bytes();
        for (long length : shape) {
            if (length < 0 || (length > 0 && wanted > Long.MAX_VALUE / length)) {
                return false;
            }
            wanted *= length;
        }
        return wanted == bytes;
    }

    /**
     * Reads a file into tensors that exist already.
     *
     * @throws IOException as {@link #read}, or when names or shapes differ
     */
    public static void readInto(Path file, Map<String, Tensor> targets) throws IOException {
        readInto(file, targets, name -> name);
    }

    /**
     * The same for a file in which tensors may have other names.
     *
     * @param nameNow from a name in the file to the name among the targets
     */
    public static void readInto(Path file, Map<String, Tensor> targets, UnaryOperator<String> nameNow)
            throws IOException {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Map<String, Tensor> found = new LinkedHashMap<>();
            read(file).forEach((name, tensor) -> found.put(nameNow.apply(name), tensor));
            if (!found.keySet().equals(targets.keySet())) {
                throw damaged(file, "it holds " + found.keySet() + " where " + targets.keySet() + " belongs");
            }
            for (Map.Entry<String, Tensor> target : targets.entrySet()) {
                Tensor source = found.get(target.getKey());
                if (!Arrays.equals(source.shape(), target.getValue().shape())) {
                    throw damaged(
                            file,
                            "'" + target.getKey() + "' is " + Arrays.toString(source.shape()) + " where "
                                    + Arrays.toString(target.getValue().shape()) + " belongs");
                }
                target.getValue().copyFrom_(source);
            }
        }
    }

    private static IOException damaged(Path file, String how) {
        return new IOException(file + " cannot be used: " + how + ".");
    }
}
