package dev.duello.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    private TensorScope scope;

    @BeforeEach
    void open() {
        scope = TensorScope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void every_type_and_shape_survives_the_round_trip() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (DType type : DType.values()) {
            tensors.put(
                    "odd." + type, Tensors.of(new float[] {0, 1, 0, 1, 1}, 5).to(type));
            tensors.put(
                    "table." + type,
                    Tensors.of(new float[] {1, 0, 1, 1, 0, 0}, 2, 1, 3).to(type));
        }
        tensors.put("one number", Tensors.of(new float[] {-7.25f}, 1).sum());
        tensors.put("empty", Tensors.of(new float[0], 0));
        tensors.put(
                "transposed", Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).transpose());
        Path file = folder.resolve("all.safetensors");

        Safetensors.write(file, tensors, Map.of("made by", "a test: \"ü\""));

        Map<String, Tensor> read = Safetensors.read(file);
        assertThat(read.keySet()).containsExactlyElementsOf(tensors.keySet());
        read.forEach((name, tensor) -> {
            assertThat(tensor.dtype()).isEqualTo(tensors.get(name).dtype());
            assertThat(tensor.shape())
                    .as(name)
                    .containsExactly(tensors.get(name).shape());
            assertThat(tensor.toDoubles())
                    .as(name)
                    .containsExactly(tensors.get(name).toDoubles());
        });
        assertThat(Safetensors.readMetadata(file)).containsExactly(Map.entry("made by", "a test: \"ü\""));
    }

    @Test
    void a_file_by_the_letter_of_the_format_is_read() throws IOException {
        // https://github.com/huggingface/safetensors#format: 8 bytes of length, JSON, the buffer; here in another
        // order.
        byte[] header = """
                {"b":{"dtype":"I64","shape":[1],"data_offsets":[8,16]},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}""".getBytes(StandardCharsets.UTF_8);
        ByteBuffer data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        data.putFloat(1.5f).putFloat(-2).putLong(1L << 40);
        Map<String, Tensor> read = Safetensors.read(file(header, data.array()));
        assertThat(read.get("a").shape()).containsExactly(2, 1);
        assertThat(read.get("a").toFloats()).containsExactly(1.5f, -2);
        assertThat(read.get("b").toLongs()).containsExactly(1L << 40);
    }

    @Test
    void what_is_written_follows_the_letter_of_the_format() throws IOException {
        Path file = folder.resolve("small.safetensors");
        Safetensors.write(file, Map.of("a", Tensors.of(new float[] {1.5f, -2}, 2)), Map.of());
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(bytes.getLong());
        byte[] header = new byte[length];
        bytes.get(header);
        assertThat(length % 8).isZero();
        assertThat(new String(header, StandardCharsets.UTF_8).stripTrailing())
                .isEqualTo("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}");
        assertThat(bytes.getFloat()).isEqualTo(1.5f);
        assertThat(bytes.getFloat()).isEqualTo(-2);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,16]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}",
            })
    void claims_beyond_the_file_are_refused(String header) throws IOException {
        Path file = file(header.getBytes(StandardCharsets.UTF_8), new byte[8]);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " cannot be used: 'a' does not fit the bytes that it claims.");
    }

    @Test
    void damage_is_told_with_the_name_of_the_file() throws IOException {
        Path sound = folder.resolve("sound.safetensors");
        Safetensors.write(sound, Map.of("a", Tensors.of(new float[] {1, 2, 3, 4}, 4)), Map.of());
        byte[] bytes = Files.readAllBytes(sound);
        for (int length = 0; length < bytes.length; length++) {
            Path cut = Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> Safetensors.read(cut))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(cut + " cannot be used: ");
        }
        Path text = Files.writeString(folder.resolve("text"), "this is not a safetensors file");
        assertThatThrownBy(() -> Safetensors.read(text))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(text + " cannot be used: its header claims ");
        Path type = file(
                "{\"a\":{\"dtype\":\"F4\",\"shape\":[16],\"data_offsets\":[0,8]}}".getBytes(StandardCharsets.UTF_8),
                new byte[8]);
        assertThatThrownBy(() -> Safetensors.read(type)).hasMessageContaining("'a' has the unsupported type 'F4'");
    }

    @Test
    void reading_into_tensors_fills_them_in_place() throws IOException {
        Path file = folder.resolve("weights.safetensors");
        Safetensors.write(file, Map.of("w", Tensors.of(new float[] {1, 2}, 2)), Map.of());
        Tensor row = Tensors.zeros(Device.CPU, 4);
        Tensor view = row.narrow(0, 1, 2).detach().requiresGradient_(true);
        Safetensors.readInto(file, Map.of("w", view));
        assertThat(row.toFloats()).containsExactly(0, 1, 2, 0);
    }

    @Test
    void reading_into_other_names_or_shapes_is_refused() throws IOException {
        Path file = folder.resolve("weights.safetensors");
        Safetensors.write(file, Map.of("w", Tensors.of(new float[] {1, 2}, 2)), Map.of());
        Tensor target = Tensors.zeros(Device.CPU, 1, 2);
        assertThatThrownBy(() -> Safetensors.readInto(file, Map.of("v", target)))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " cannot be used: it holds [w] where [v] belongs.");
        assertThatThrownBy(() -> Safetensors.readInto(file, Map.of("w", target)))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " cannot be used: 'w' is [2] where [1, 2] belongs.");
        assertThat(target.toFloats()).containsOnly(0);
    }

    private Path file(byte[] header, byte[] data) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        bytes.write(header);
        bytes.write(data);
        return Files.write(folder.resolve("made.safetensors"), bytes.toByteArray());
    }
}
