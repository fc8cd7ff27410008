package dev.duello.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.data.Samples;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResamplerTest {

    /** Written by bench/reference/resampler.py. */
    static Stream<JsonNode> golden() throws Exception {
        try (InputStream in = Samples.class.getResourceAsStream("resampler-golden.json")) {
            JsonNode cases =
                    new ObjectMapper().readTree(Objects.requireNonNull(in)).get("cases");
            return StreamSupport.stream(cases.spliterator(), false);
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void equals_pillow(JsonNode golden) {
        int h = golden.get("h").asInt();
        int w = golden.get("w").asInt();
        int c = golden.get("c").asInt();
        int newH = golden.get("newH").asInt();
        int newW = golden.get("newW").asInt();
        float[] image = pattern(h * w * c);

        float[] actual;
        JsonNode box = golden.get("box");
        if (box.isNull()) {
            actual = Resampler.resize(image, h, w, c, newH, newW);
        } else {
            int stride = w * c;
            actual = Resampler.resize(
                    (y, row) -> System.arraycopy(image, y * stride, row, 0, stride),
                    h,
                    w,
                    c,
                    new Resampler.Box(
                            box.get(0).asDouble(),
                            box.get(1).asDouble(),
                            box.get(2).asDouble(),
                            box.get(3).asDouble()),
                    newH,
                    newW);
        }

        JsonNode expected = golden.get("expected");
        assertThat(actual).hasSize(expected.size());
        for (int i = 0; i < actual.length; i++) {
            double value = expected.get(i).asDouble();
            assertThat((double) actual[i])
                    .as("element %d", i)
                    .isCloseTo(value, within(1e-4 * Math.max(1, Math.abs(value))));
        }
    }

    @Test
    void leaves_an_image_of_the_right_size_as_it_is() {
        float[] image = pattern(5 * 4 * 3);
        assertThat(Resampler.resize(image, 5, 4, 3, 5, 4)).isEqualTo(image);
    }

    @Test
    void keeps_a_constant_image_constant() {
        float[] image = new float[11 * 17];
        Arrays.fill(image, 93);
        for (float value : Resampler.resize(image, 11, 17, 1, 4, 31)) {
            assertThat(value).isCloseTo(93, within(1e-3f));
        }
    }

    @Test
    void refuses_an_array_of_another_length() {
        assertThatThrownBy(() -> Resampler.resize(new float[5], 2, 2, 1, 4, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 values as 2x2x1");
    }

    private static float[] pattern(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = Math.floorMod(37L * i * i + 101L * i + 11, 256);
        }
        return values;
    }
}
