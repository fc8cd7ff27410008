package dev.duello.metric.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.Golden;
import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class InceptionResizeTest {
    private TensorScope scope;

    @BeforeEach
    void open() {
        scope = TensorScope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    static List<JsonNode> cases() {
        return Golden.read("metric/inception/resize").get("cases").valueStream().toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void every_size_equals_the_reference(JsonNode golden) throws Exception {
        JsonNode size = golden.get("size");
        Tensor image = Formula.image(
                size.get(0).asInt(), size.get(1).asInt(), size.get(2).asInt());
        Tensor prepared = InceptionResize.valueOf(golden.get("resize").asText().toUpperCase(Locale.ROOT))
                .prepare(image);
        assertThat(prepared.shape()).containsExactly(1, 3, 299, 299);

        float[] found = prepared.permute(0, 2, 3, 1).toFloats();
        int every = golden.get("every").asInt();
        for (int i = 0; i < golden.get("values").size(); i++) {
            assertThat(found[i * every]).isCloseTo(golden.get("values").get(i).floatValue(), within(2e-6f));
        }
        double sum = 0;
        for (float value : found) {
            sum += value;
        }
        assertThat(sum).isCloseTo(golden.get("sum").asDouble(), within(found.length * 1e-7));
        if (golden.has("sha256")) {
            // TensorFlow's kernel is equaled to the bit.
            ByteBuffer bytes = ByteBuffer.allocate(found.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(found);
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array())))
                    .isEqualTo(golden.get("sha256").asText());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_batch_gives_what_its_images_give(InceptionResize resize) {
        Tensor a = Formula.image(40, 30, 3);
        Tensor b = a.narrow(3, 0, 1);
        Tensor gray = Tensors.concatenate(List.of(b, b, b), 3);
        Tensor both = resize.prepare(Tensors.concatenate(List.of(a, gray), 0));
        assertThat(distance(both.narrow(0, 0, 1), resize.prepare(a))).isLessThan(1e-6);
        assertThat(distance(both.narrow(0, 1, 1), resize.prepare(b.contiguous())))
                .as("gray is repeated")
                .isLessThan(1e-6);
    }

    private static double distance(Tensor a, Tensor b) {
        return Math.sqrt(a.subtract(b).square().mean().item());
    }

    @Test
    void what_is_not_pixels_is_refused() {
        assertThatThrownBy(() -> InceptionResize.CLEAN.prepare(Tensors.zeros(Device.CPU, 1, 8, 8, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("need uint8 [N, H, W, 1 to 4], not Tensor[1, 8, 8, 3] FLOAT32");
    }

    @Test
    void the_names_are_those_of_the_metrics() {
        assertThat(List.of(InceptionResize.values())).hasToString("[legacy, clean]");
    }
}
