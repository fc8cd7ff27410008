package dev.duello.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.data.Samples;
import dev.duello.data.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of every format against what other decoders make of it: see {@code bench/reference/images.py}. */
public class FormatsTest {

    private static final Map<String, byte[]> FILES = files();
    private static final JsonNode GOLDEN = golden();
    private static final int BLOCK = 8;

    static Iterator<String> names() {
        return GOLDEN.fieldNames();
    }

    @ParameterizedTest
    @MethodSource("names")
    void are_read_as_other_decoders_read_them(String name) throws Exception {
        JsonNode expected = GOLDEN.get(name);
        int h = expected.get("h").intValue();
        int w = expected.get("w").intValue();
        byte[] file = file(name);
        ImageDecoder.Header header = ImageDecoder.header(file);
        assertThat(header.height()).isEqualTo(h);
        assertThat(header.width()).isEqualTo(w);
        byte[] pixels = ImageDecoder.decode(file, new ImageFormat(4, h, w), Fit.CROP);

        JsonNode means = expected.get("means");
        int blocks = Math.ceilDiv(h, BLOCK) * Math.ceilDiv(w, BLOCK);
        int channels = means.size() / blocks;
        for (int block = 0; block < blocks; block++) {
            for (int c = 0; c < channels; c++) {
                double off = mean(pixels, h, w, block, c)
                        - means.get(block * channels + c).doubleValue();
                assertThat(Math.abs(off))
                        .as("block %d of channel %d is off by %.2f", block, c, off)
                        // The means have two decimals.
                        .isLessThanOrEqualTo(expected.get("within").doubleValue() + 0.006);
            }
        }
        if (!expected.get("sha256").isNull()) {
            assertThat(new Sha256().add(pixels, 0, pixels.length).hex())
                    .isEqualTo(expected.get("sha256").textValue());
        }
    }

    /** One of the files. */
    public static byte[] file(String name) {
        return Objects.requireNonNull(FILES.get(name), name);
    }

    private static double mean(byte[] pixels, int h, int w, int block, int c) {
        int across = Math.ceilDiv(w, BLOCK);
        double sum = 0;
        int count = 0;
        for (int y = block / across * BLOCK; y < Math.min(block / across * BLOCK + BLOCK, h); y++) {
            for (int x = block % across * BLOCK; x < Math.min(block % across * BLOCK + BLOCK, w); x++) {
                sum += pixels[(y * w + x) * 4 + c] & 0xff;
                count++;
            }
        }
        return sum / count;
    }

    private static JsonNode golden() {
        try {
            return new ObjectMapper().readTree(Samples.resource("formats.json")).get("files");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, byte[]> files() {
        Map<String, byte[]> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(Samples.resource("formats.zip")))) {
            ZipEntry entry;
            while ((entry = zip.getNextEntry()) != null) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return files;
    }
}
