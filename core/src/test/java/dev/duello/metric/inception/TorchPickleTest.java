package dev.duello.metric.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.Golden;
import dev.duello.data.DataException;
import dev.duello.torch.DType;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class TorchPickleTest {
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

    @ParameterizedTest
    @ValueSource(strings = {"zip", "zip-protocol4", "legacy"})
    void every_tensor_equals_what_was_saved(String format) throws IOException {
        Map<String, Tensor> found = TorchPickle.read(resource(format));
        JsonNode wanted = Golden.read("metric/inception/files").get("tensors");
        assertThat(found.keySet())
                .containsExactlyElementsOf(
                        wanted.propertyStream().map(Map.Entry::getKey).toList());
        found.forEach((name, tensor) -> Golden.assertEquals(name, tensor.to(DType.FLOAT32), wanted.get(name), 0));
        assertThat(found.get("types.float64").dtype()).isEqualTo(DType.FLOAT64);
        assertThat(found.get("types.bfloat16").dtype()).isEqualTo(DType.BFLOAT16);
        assertThat(found.get("types.float16").dtype()).isEqualTo(DType.FLOAT32);
        assertThat(found.get("types.int8").dtype()).isEqualTo(DType.INT64);
        assertThat(found.get("types.uint8").dtype()).isEqualTo(DType.UINT8);
        assertThat(found.get("types.bool").dtype()).isEqualTo(DType.BOOL);
    }

    @Test
    void views_share_their_storage() throws IOException {
        Map<String, Tensor> found = TorchPickle.read(resource("zip"));
        found.get("views.whole").fill_(9);
        assertThat(found.get("views.transposed").toFloats()).containsOnly(9);
    }

    @Test
    void tensors_are_all_that_stays_in_memory() throws IOException {
        Path file = resource("legacy");
        long before = Torch.liveObjects();
        try (var _ = TensorScope.open()) {
            TorchPickle.read(file);
        }
        assertThat(Torch.liveObjects()).isEqualTo(before);
    }

    @Test
    void a_pickled_module_is_refused_by_name() throws IOException {
        Path file = resource("module");
        assertThatThrownBy(() -> TorchPickle.read(file))
                .isInstanceOf(DataException.class)
                .hasMessage(file
                        + " cannot be used: it asks for 'torch.nn.modules.linear.Linear', which is no plain weight.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "P", "PK", "PK\3\4 and so on", "\200\2."})
    void other_files_are_refused(String text) throws IOException {
        Path file = Files.write(folder.resolve("other"), text.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> TorchPickle.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip", "legacy"})
    void a_cut_file_is_refused_at_every_length(String format) throws IOException {
        byte[] whole = Files.readAllBytes(resource(format));
        Path file = folder.resolve("cut.pth");
        for (int length = 0; length < whole.length; length += 13) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TorchPickle.read(file)).isInstanceOf(DataException.class);
        }
    }

    /** Damage of every kind ends in tensors or in a sentence: no other exception, and never much memory. */
    @ParameterizedTest
    @ValueSource(strings = {"zip", "zip-protocol4", "legacy"})
    void ten_thousand_damaged_files_do_no_harm(String format) throws IOException {
        byte[] good = Files.readAllBytes(resource(format));
        Path file = folder.resolve("damaged.pth");
        Damage damage = new Damage(17);
        var surprises = new ArrayList<String>();
        long resident = Torch.residentBytes();
        int read = 0;
        for (int i = 0; i < 4000; i++) {
            Files.write(file, damage.to(good));
            try (var _ = TensorScope.open()) {
                TorchPickle.read(file).values().forEach(Tensor::toFloats);
                read++;
            } catch (DataException e) {
                if (!e.getMessage().contains(file.toString())
                        || !e.getMessage().endsWith(".")
                        || e.getMessage().chars().anyMatch(Character::isISOControl)) {
                    surprises.add(i + ": " + e.getMessage());
                }
            } catch (RuntimeException e) {
                surprises.add(i + ": " + e);
            }
        }
        assertThat(surprises).isEmpty();
        assertThat(read).as("some damage goes unnoticed").isBetween(1, 3000);
        assertThat(Torch.residentBytes() - resident).isLessThan(500L << 20);
    }

    private Path resource(String name) throws IOException {
        try (var in = TorchPickleTest.class.getResourceAsStream(name + ".pth")) {
            return Files.write(folder.resolve(name + ".pth"), in.readAllBytes());
        }
    }
}
