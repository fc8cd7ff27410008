package dev.duello.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.data.UnreadableFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames as Pillow sees them: bench/reference/animations.py made the files and the expected pixels. */
public class AnimationTest {
    public static byte[] file(String name) throws IOException {
        try (InputStream in = AnimationTest.class.getResourceAsStream("/dev/duello/data/video/" + name)) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "opaque.gif, 0",
        "background.gif, 0",
        "previous.gif, 0",
        "over.png, 0",
        "background.png, 0",
        "previous.png, 0",
        "palette.png, 0",
        "lossless.webp, 1",
        "half.png, 1",
        "lossy.webp, 1",
    })
    void frames_are_laid_upon_each_other_as_pillow_does(String name, int tolerance) throws Exception {
        JsonNode expected = new ObjectMapper().readTree(file("frames.json")).get(name);
        Animation animation = Animation.of(file(name));
        assertThat(animation.width()).isEqualTo(expected.get("width").asInt());
        assertThat(animation.height()).isEqualTo(expected.get("height").asInt());
        List<byte[]> seen = frames(animation);
        assertThat(animation.count()).isEqualTo(expected.get("frames").size()).isEqualTo(seen.size());
        for (int i = 0; i < seen.size(); i++) {
            byte[] wanted =
                    HexFormat.of().parseHex(expected.get("frames").get(i).asText());
            for (int at = 0; at < wanted.length; at++) {
                // The color of what is not seen does not matter.
                int alpha = wanted[at / 4 * 4 + 3] & 0xff;
                if (at % 4 == 3 || alpha > 0) {
                    assertThat(Math.abs((seen.get(i)[at] & 0xff) - (wanted[at] & 0xff)))
                            .as("%s, frame %d, byte %d", name, i, at)
                            .isLessThanOrEqualTo(tolerance);
                }
            }
        }
    }

    static List<byte[]> frames(Animation animation) throws UnreadableFileException {
        ImageFormat format = new ImageFormat(4, animation.height(), animation.width());
        List<byte[]> frames = new ArrayList<>();
        animation.play(frame -> frames.add(frame.conform(format, Fit.CROP)));
        return frames;
    }

    @Test
    void what_is_written_as_an_animation_is_read_again() throws Exception {
        List<Picture> pictures = Stream.of(10, 90, 200)
                .map(value -> {
                    byte[] pixels = new byte[6 * 7 * 3];
                    Arrays.fill(pixels, (byte) (int) value);
                    return new Picture(6, 7, 3, pixels);
                })
                .toList();
        byte[] gif = AnimatedGif.encode(pictures.stream().map(Picture::image).iterator(), 10);
        assertThat(frames(Animation.of(gif)))
                .containsExactlyElementsOf(pictures.stream()
                        .map(each -> each.withChannels(4).pixels())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"single.gif"})
    void an_image_is_one_frame(String name) throws Exception {
        assertThat(Animation.is(file(name))).isFalse();
        assertThat(frames(Animation.of(file(name)))).hasSize(1);
    }

    @Test
    void what_is_cut_short_has_the_frames_before() throws Exception {
        byte[] whole = file("opaque.gif");
        assertThat(Animation.of(Arrays.copyOf(whole, whole.length - 20)).count())
                .isEqualTo(4);
        byte[] apng = file("over.png");
        assertThat(Animation.of(Arrays.copyOf(apng, apng.length - 30)).count()).isEqualTo(4);
    }

    @Test
    void huge_canvases_are_refused_before_they_are_made() throws Exception {
        byte[] gif = file("opaque.gif");
        ByteBuffer.wrap(gif).putInt(6, -1);
        assertThatThrownBy(() -> Animation.of(gif))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("65535 x 65535 pixels");
    }
}
