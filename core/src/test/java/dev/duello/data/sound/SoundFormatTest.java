package dev.duello.data.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Medium;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoundFormatTest {
    @TempDir
    Path folder;

    @Test
    void every_stored_number_becomes_a_share_of_the_largest_and_comes_back() {
        SoundFormat format = new SoundFormat(1 << 15, 16_000);
        ByteBuffer bytes = ByteBuffer.allocate(1 << 17).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = Short.MIN_VALUE; i <= Short.MAX_VALUE; i++) {
            bytes.putShort((short) i);
        }
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate(1 << 17).copyFrom(MemorySegment.ofArray(bytes.array()));

            Tensor samples = format.toTensor(stored, 2, Device.CPU);

            assertThat(samples.shape()).containsExactly(2, 1, 1 << 15);
            float[] numbers = samples.toFloats();
            assertThat(numbers[0]).isEqualTo(-1f);
            assertThat(numbers[1 << 15]).isZero();
            assertThat(numbers[(1 << 16) - 1]).isEqualTo(32767 / 32768f);
            MemorySegment back = arena.allocate(1 << 17);
            format.toStored(samples).copyTo(back);
            assertThat(back.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes.array());
        }
    }

    @Test
    void numbers_are_rounded_to_the_nearest_and_cut_off_beyond_the_largest() {
        SoundFormat format = new SoundFormat(64, 16_000);
        float[] numbers = new float[64];
        numbers[0] = 2;
        numbers[1] = -2;
        numbers[2] = 1.4f / 32768;
        numbers[3] = 1.6f / 32768;
        numbers[4] = -1.4f / 32768;
        numbers[5] = -1.6f / 32768;
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate(format.bytes());
            format.toStored(Tensors.of(numbers, 1, 1, 64)).copyTo(stored);

            short[] shorts = stored.toArray(ValueLayout.JAVA_SHORT);
            assertThat(shorts).startsWith(32767, -32768, 1, 2, -1, -2, 0);
        }
    }

    @Test
    void a_format_says_what_it_is_and_refuses_impossible_values() {
        SoundFormat format = new SoundFormat(16_384, 16_000);

        assertThat(format).hasToString("16384 samples at 16000 Hz");
        assertThat(format.medium()).isEqualTo(Medium.SOUND);
        assertThat(format.shape()).containsExactly(1, 16_384);
        assertThat(format.bytes()).isEqualTo(32_768);
        assertThat(format.seconds()).isEqualTo(1.024, within(1e-12));
        assertThatThrownBy(() -> new SoundFormat(10, 16_000))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("64 to 1048576");
        assertThatThrownBy(() -> new SoundFormat(1000, 10))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("1000 to 384000");
    }

    @Test
    void work_on_one_medium_refuses_the_other_with_a_sentence() {
        try (Dataset sounds = Datasets.of("tones", new SoundFormat(64, 8000), new byte[128], null, List.of());
                Dataset images = Datasets.of("dots", new ImageFormat(1, 1, 1), new byte[1], null, List.of())) {
            assertThatThrownBy(() -> ImageFormat.of(sounds))
                    .isInstanceOf(DataException.class)
                    .hasMessage("This works on images only, and tones holds sounds.");
            assertThatThrownBy(() -> SoundFormat.of(images))
                    .isInstanceOf(DataException.class)
                    .hasMessage("This works on sounds only, and dots holds images.");
            assertThat(SoundFormat.of(sounds).rate()).isEqualTo(8000);
        }
    }

    @Test
    void a_preview_is_a_picture_that_shows_where_the_tone_is_and_a_file_to_listen_to() throws Exception {
        SoundFormat format = new SoundFormat(4096, 16_000);
        byte[] tone = SoundDecoder.read(Sounds.wav(16_000, Sounds.tone(2000, 16_000, 4096)), format)
                .stored();
        byte[] three = new byte[3 * tone.length];
        System.arraycopy(tone, 0, three, tone.length, tone.length);

        format.writePreview(folder.resolve("sounds.png"), MemorySegment.ofArray(three));

        byte[] wav = Files.readAllBytes(folder.resolve("sounds.wav"));
        assertThat(WavReader.read(wav, 1 << 20).samples()).hasSize(3 * (4096 + 4000));
        BufferedImage picture =
                ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(folder.resolve("sounds.png"))));
        assertThat(picture.getWidth()).isEqualTo(2 * 260 + 4);
        assertThat(picture.getHeight()).isEqualTo(2 * 141 + 4);
        // The first sound is silence; of the second one row is bright, that of 2000 Hz: 1521 of 2840 mel.
        int top = 4 + 41;
        int brightest = 0;
        for (int y = 0; y < 96; y++) {
            assertThat(picture.getRGB(100, top + y) & 0xffffff).isEqualTo(0x000004);
            if (green(picture, 390, top + y) > green(picture, 390, top + brightest)) {
                brightest = y;
            }
        }
        assertThat(brightest).isBetween(43, 46);
        assertThat(green(picture, 390, top + brightest)).isGreaterThan(190);
        assertThat(green(picture, 390, top + 10)).isLessThan(20);
    }

    private static int green(BufferedImage picture, int x, int y) {
        return picture.getRGB(x, y) >> 8 & 0xff;
    }

    @Test
    void a_longer_file_is_cut_and_a_shorter_one_is_followed_by_silence() throws Exception {
        byte[] file = Sounds.wav(8000, Sounds.tone(440, 8000, 1000));

        SoundDecoder.Decoded cut = SoundDecoder.read(file, new SoundFormat(512, 8000));
        SoundDecoder.Decoded padded = SoundDecoder.read(file, new SoundFormat(4096, 16_000));

        assertThat(cut.facts()).isEqualTo(new SoundInfo("WAV (16 bit)", 8000, 1, 0.125, true, false, false));
        assertThat(padded.facts()).isEqualTo(new SoundInfo("WAV (16 bit)", 8000, 1, 0.125, false, true, false));
        ByteBuffer samples = ByteBuffer.wrap(padded.stored()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(samples.getShort(2 * 1001)).isNotZero();
        for (int i = 2000; i < 4096; i++) {
            assertThat(samples.getShort(2 * i)).isZero();
        }
    }

    @Test
    void the_spectrum_of_a_sine_is_one_where_it_is() {
        double[] power = new Spectrum(512).power(Sounds.tone(1000, 16_000, 2000), 300);

        assertThat(power[32]).isEqualTo(0.25, within(1e-6));
        assertThat(power[31]).isEqualTo(0.0625, within(1e-6));
        assertThat(power[100]).isLessThan(1e-12);
    }
}
