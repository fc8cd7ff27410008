package dev.duello.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.Samples;
import dev.duello.data.UnreadableFileException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class ImageDecoderTest {

    private static final Samples.Paint COLORS = (y, x) -> 0xff000000 | (40 * x) << 16 | (30 * y) << 8 | 10 * x + y;

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp"})
    void reads_color_exactly(String format) throws Exception {
        byte[] file = Samples.encode(Samples.image(BufferedImage.TYPE_INT_RGB, 5, 6, COLORS), format);
        byte[] pixels = ImageDecoder.decode(file, new ImageFormat(3, 5, 6), Fit.CROP);
        for (int y = 0; y < 5; y++) {
            for (int x = 0; x < 6; x++) {
                assertPixel(pixels, 6, 3, y, x, 40 * x, 30 * y, 10 * x + y);
            }
        }
    }

    @Test
    void reads_jpeg() throws Exception {
        BufferedImage flat = Samples.image(BufferedImage.TYPE_INT_RGB, 16, 16, (y, x) -> 0xff9060c0);
        byte[] pixels = ImageDecoder.decode(Samples.encode(flat, "jpg"), new ImageFormat(3, 16, 16), Fit.CROP);
        assertThat(pixels[0] & 0xff).isCloseTo(0x90, within(3));
        assertThat(pixels[1] & 0xff).isCloseTo(0x60, within(3));
        assertThat(pixels[2] & 0xff).isCloseTo(0xc0, within(3));
    }

    @Test
    void does_not_brighten_gray() throws Exception {
        for (String format : new String[] {"png", "jpg"}) {
            BufferedImage gray = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
            for (int i = 0; i < 64; i++) {
                gray.getRaster().setSample(i % 8, i / 8, 0, 100);
            }
            byte[] file = Samples.encode(gray, format);
            assertThat(ImageDecoder.decode(file, new ImageFormat(1, 8, 8), Fit.CROP))
                    .containsOnly(100);
            assertThat(ImageDecoder.decode(file, new ImageFormat(3, 8, 8), Fit.CROP))
                    .containsOnly(100);
            assertThat(ImageDecoder.header(file)).isEqualTo(new ImageDecoder.Header(8, 8, true));
        }
    }

    @Test
    void reads_sixteen_bits() throws Exception {
        BufferedImage deep = new BufferedImage(4, 1, BufferedImage.TYPE_USHORT_GRAY);
        int[] stored = {0, 257 * 17, 257 * 200 + 100, 65535};
        deep.getRaster().setPixels(0, 0, 4, 1, stored);
        byte[] pixels = ImageDecoder.decode(Samples.encode(deep, "png"), new ImageFormat(1, 1, 4), Fit.CROP);
        assertThat(pixels).containsExactly(0, 17, (byte) 200, (byte) 255);
    }

    @Test
    void reads_palettes_with_transparency() throws Exception {
        byte[] reds = {(byte) 255, 0};
        byte[] greens = {0, (byte) 128};
        byte[] alphas = {(byte) 255, 0};
        IndexColorModel palette = new IndexColorModel(1, 2, reds, greens, new byte[2], alphas);
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
        image.getRaster().setPixels(0, 0, 2, 1, new int[] {0, 1});
        byte[] file = Samples.encode(image, "png");
        assertThat(ImageDecoder.decode(file, new ImageFormat(4, 1, 2), Fit.CROP))
                .containsExactly((byte) 255, 0, 0, (byte) 255, 0, 0, 0, 0);
        assertThat(ImageDecoder.decode(file, new ImageFormat(3, 1, 2), Fit.CROP))
                .containsExactly((byte) 255, 0, 0, 0, 0, 0);
    }

    @Test
    void composes_transparency_over_black_unless_it_is_asked_for() throws Exception {
        byte[] file = Samples.encode(Samples.image(BufferedImage.TYPE_INT_ARGB, 2, 2, (y, x) -> 0x80c86432), "png");
        assertThat(Arrays.copyOf(ImageDecoder.decode(file, new ImageFormat(3, 2, 2), Fit.CROP), 3))
                .containsExactly(100, 50, 25);
        assertThat(Arrays.copyOf(ImageDecoder.decode(file, new ImageFormat(4, 2, 2), Fit.CROP), 4))
                .containsExactly((byte) 200, 100, 50, (byte) 128);
    }

    @Test
    void turns_color_to_gray_as_pillow_does() throws Exception {
        byte[] file = Samples.encode(Samples.image(BufferedImage.TYPE_INT_RGB, 1, 1, (y, x) -> 0xff0a64c8), "png");
        // (299 * 10 + 587 * 100 + 114 * 200) / 1000 = 84.49
        assertThat(ImageDecoder.decode(file, new ImageFormat(1, 1, 1), Fit.CROP))
                .containsExactly(84);
    }

    @Test
    void leaves_no_fringes_around_transparent_parts() throws Exception {
        // Transparent pixels hide a loud green: none of it may leak into the red.
        byte[] file = Samples.encode(
                Samples.image(BufferedImage.TYPE_INT_ARGB, 16, 16, (y, x) -> x < 8 ? 0xffff0000 : 0x0000ff00), "png");
        byte[] pixels = ImageDecoder.decode(file, new ImageFormat(4, 5, 5), Fit.CROP);
        for (int i = 0; i < pixels.length; i += 4) {
            assertThat(pixels[i + 1]).isZero();
            assertThat(pixels[i]).isEqualTo(pixels[i + 3] == 0 ? 0 : (byte) 255);
        }
    }

    @Test
    void reads_the_first_frame_of_an_animation() throws Exception {
        byte[] pixels = ImageDecoder.decode(Samples.resource("animated.gif"), new ImageFormat(3, 8, 8), Fit.CROP);
        assertPixel(pixels, 8, 3, 3, 3, 255, 0, 0);
    }

    @Test
    void reads_lossless_webp() throws Exception {
        byte[] pixels = ImageDecoder.decode(Samples.resource("lossless.webp"), new ImageFormat(4, 6, 8), Fit.CROP);
        for (int y = 0; y < 6; y++) {
            for (int x = 0; x < 8; x++) {
                assertPixel(pixels, 8, 4, y, x, 30 * x, 40 * y, 10 * (x + y));
                assertThat(pixels[(y * 8 + x) * 4 + 3] & 0xff).isEqualTo(x < 4 ? 255 : 100);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lossy.webp", "cmyk.jpg"})
    void reads_lossy_formats(String file) throws Exception {
        byte[] pixels = ImageDecoder.decode(Samples.resource(file), new ImageFormat(3, 16, 16), Fit.CROP);
        int[] red = {200, 40, 30};
        int[] blue = {20, 60, 220};
        for (int channel = 0; channel < 3; channel++) {
            assertThat(pixels[(2 * 16 + 8) * 3 + channel] & 0xff).isCloseTo(red[channel], within(12));
            assertThat(pixels[(13 * 16 + 8) * 3 + channel] & 0xff).isCloseTo(blue[channel], within(12));
        }
    }

    /** The words are those of the EXIF standard: where the stored row 0 and column 0 are seen. */
    @ParameterizedTest
    @CsvSource({
        "1, top, left", "2, top, right", "3, bottom, right", "4, bottom, left",
        "5, left, top", "6, right, top", "7, right, bottom", "8, left, bottom"
    })
    void turns_images_upright(int code, String row0, String column0) throws Exception {
        int stored = 0xffff0000;
        // Only the corner of row 0 and column 0 is red.
        BufferedImage image =
                Samples.image(BufferedImage.TYPE_INT_RGB, 32, 48, (y, x) -> y < 16 && x < 16 ? stored : 0xff000000);
        boolean lying = row0.equals("top") || row0.equals("bottom");
        int height = lying ? 32 : 48;
        int width = lying ? 48 : 32;
        boolean bottom = row0.equals("bottom") || column0.equals("bottom");
        boolean right = row0.equals("right") || column0.equals("right");
        byte[] exif = exif(code);
        byte[][] files = {
            withJpegExif(Samples.encode(image, "jpg"), exif), withPngExif(Samples.encode(image, "png"), exif)
        };
        for (byte[] file : files) {
            assertThat(ImageDecoder.header(file)).isEqualTo(new ImageDecoder.Header(height, width, false));
            byte[] pixels = ImageDecoder.decode(file, new ImageFormat(3, height, width), Fit.CROP);
            for (int y = 8; y < height; y += 16) {
                for (int x = 8; x < width; x += 16) {
                    boolean corner = (bottom ? y > height - 16 : y < 16) && (right ? x > width - 16 : x < 16);
                    assertThat(pixels[(y * width + x) * 3] & 0xff)
                            .as("row %d, column %d", y, x)
                            .isCloseTo(corner ? 255 : 0, within(4));
                }
            }
        }
    }

    @Test
    void crops_the_center() throws Exception {
        BufferedImage striped = Samples.image(
                BufferedImage.TYPE_INT_RGB, 8, 24, (y, x) -> x < 8 ? 0xffff0000 : x < 16 ? 0xff00ff00 : 0xff0000ff);
        byte[] file = Samples.encode(striped, "png");
        byte[] pixels = ImageDecoder.decode(file, new ImageFormat(3, 8, 8), Fit.CROP);
        for (int i = 0; i < 64; i++) {
            assertPixel(pixels, 8, 3, i / 8, i % 8, 0, 255, 0);
        }
    }

    @Test
    void pads_with_black_or_nothing() throws Exception {
        byte[] file = Samples.encode(Samples.image(BufferedImage.TYPE_INT_RGB, 8, 16, (y, x) -> 0xffffffff), "png");
        byte[] rgb = ImageDecoder.decode(file, new ImageFormat(3, 16, 16), Fit.PAD);
        byte[] rgba = ImageDecoder.decode(file, new ImageFormat(4, 16, 16), Fit.PAD);
        for (int y = 0; y < 16; y++) {
            boolean inside = y >= 4 && y < 12;
            assertPixel(rgb, 16, 3, y, 7, inside ? 255 : 0, inside ? 255 : 0, inside ? 255 : 0);
            assertThat(rgba[(y * 16 + 7) * 4 + 3] & 0xff).isEqualTo(inside ? 255 : 0);
        }
    }

    @Test
    void refuses_a_bomb_before_decoding_it() {
        byte[] file = Samples.png(1, 1, Color.RED);
        ByteBuffer.wrap(file).putInt(16, 10_000).putInt(20, 10_001);
        CRC32 crc = new CRC32();
        crc.update(file, 12, 17);
        ByteBuffer.wrap(file).putInt(29, (int) crc.getValue());
        assertThatThrownBy(() -> ImageDecoder.decode(file, new ImageFormat(3, 8, 8), Fit.CROP))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessage("it declares 10000 x 10001 pixels, more than the 64 megapixels that are read");
        assertThatThrownBy(() -> ImageDecoder.header(file)).isInstanceOf(UnreadableFileException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp"})
    void refuses_an_image_that_is_cut_short(String format) {
        byte[] file = Samples.encode(Samples.image(BufferedImage.TYPE_INT_RGB, 64, 64, (y, x) -> y * x * 7919), format);
        byte[] half = Arrays.copyOf(file, file.length / 2);
        assertThatThrownBy(() -> ImageDecoder.decode(half, new ImageFormat(3, 64, 64), Fit.CROP))
                .isInstanceOf(UnreadableFileException.class);
    }

    @Test
    void says_what_a_file_is_not() {
        assertThatThrownBy(() -> ImageDecoder.header("<html>".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessage("it is not a PNG, JPEG, GIF, BMP, WebP or TIFF file, whatever its name says"
                        + " (it starts with 3c 68 74 6d)");
        assertThatThrownBy(() -> ImageDecoder.header(new byte[0])).hasMessage("it is empty");
    }

    private static void assertPixel(byte[] pixels, int width, int c, int y, int x, int... rgb) {
        for (int channel = 0; channel < 3; channel++) {
            assertThat(pixels[(y * width + x) * c + channel] & 0xff)
                    .as("row %d, column %d, channel %d", y, x, channel)
                    .isEqualTo(rgb[channel]);
        }
    }

    /** A TIFF block with the one tag 0x0112. */
    public static byte[] exif(int code) {
        return ByteBuffer.allocate(26)
                .put(new byte[] {'M', 'M', 0, 42})
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) code)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    public static byte[] withJpegExif(byte[] jpeg, byte[] exif) {
        return ByteBuffer.allocate(jpeg.length + exif.length + 10)
                .put(jpeg, 0, 2)
                .put((byte) 0xff)
                .put((byte) 0xe1)
                .putShort((short) (exif.length + 8))
                .put(new byte[] {'E', 'x', 'i', 'f', 0, 0})
                .put(exif)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    private static byte[] withPngExif(byte[] png, byte[] exif) {
        int afterHeader = 33;
        CRC32 crc = new CRC32();
        crc.update(new byte[] {'e', 'X', 'I', 'f'});
        crc.update(exif);
        return ByteBuffer.allocate(png.length + exif.length + 12)
                .put(png, 0, afterHeader)
                .putInt(exif.length)
                .put(new byte[] {'e', 'X', 'I', 'f'})
                .put(exif)
                .putInt((int) crc.getValue())
                .put(png, afterHeader, png.length - afterHeader)
                .array();
    }
}
