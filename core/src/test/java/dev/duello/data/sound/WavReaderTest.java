package dev.duello.data.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.UnreadableFileException;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavReaderTest {
    private static final int ALL = 1_000;

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 24, 32})
    void whole_numbers_of_any_width_become_shares_of_the_largest(int bits) throws Exception {
        long half = 1L << bits - 1;
        int[] samples = {0, (int) (half / 2), (int) (-half), (int) (half - 1), 1, -1};

        Recording read = WavReader.read(Sounds.wav(8000, bits, samples), ALL);

        assertThat(read.rate()).isEqualTo(8000);
        assertThat(read.frames()).isEqualTo(6);
        assertThat(read.format()).isEqualTo("WAV (" + bits + " bit)");
        double[] wanted =
                Arrays.stream(samples).mapToDouble(i -> (double) i / half).toArray();
        for (int i = 0; i < wanted.length; i++) {
            assertThat((double) read.samples()[i]).isEqualTo(wanted[i], within(6e-8));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 64})
    void floating_point_numbers_stay_as_they_are(int bits) throws Exception {
        ByteBuffer data = ByteBuffer.allocate(2 * bits / 8).order(ByteOrder.LITTLE_ENDIAN);
        if (bits == 32) {
            data.putFloat(0.25f).putFloat(-1.5f);
        } else {
            data.putDouble(0.25).putDouble(-1.5);
        }

        Recording read = WavReader.read(Sounds.wav(3, 16_000, bits, 1, data.array()), ALL);

        assertThat(read.samples()).containsExactly(0.25f, -1.5f);
        assertThat(read.format()).isEqualTo("WAV (" + bits + " bit float)");
    }

    @ParameterizedTest
    @CsvSource({"6, A-law, ALAW", "7, µ-law, ULAW"})
    void each_code_of_the_telephone_is_what_the_platform_makes_of_it(int code, String name, String platform)
            throws Exception {
        byte[] codes = new byte[256];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) i;
        }
        AudioFormat companded = new AudioFormat(new AudioFormat.Encoding(platform), 8000, 8, 1, 1, 8000, false);
        AudioFormat whole = new AudioFormat(8000, 16, 1, true, false);
        float[] wanted = new float[codes.length];
        try (AudioInputStream decoded = AudioSystem.getAudioInputStream(
                whole, new AudioInputStream(new ByteArrayInputStream(codes), companded, codes.length))) {
            ByteBuffer samples = ByteBuffer.wrap(decoded.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = samples.getShort() / 32768f;
            }
        }

        Recording read = WavReader.read(Sounds.wav(code, 8000, 8, 1, codes), ALL);

        assertThat(read.samples()).containsExactly(wanted);
        assertThat(read.format()).isEqualTo("WAV (8 bit " + name + ")");
    }

    @Test
    void several_channels_become_their_mean() throws Exception {
        byte[] file = Sounds.wav(8000, 16, new int[] {16384, 0}, new int[] {-16384, 8192}, new int[] {0, 16384});

        Recording read = WavReader.read(file, ALL);

        assertThat(read.channels()).isEqualTo(3);
        assertThat(read.samples()).containsExactly(0f, 0.25f);
    }

    @Test
    void the_extensible_form_is_read_and_other_chunks_are_passed_over() throws Exception {
        ByteBuffer out = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(192).put(ascii("WAVE"));
        // An odd length is followed by a byte that belongs to nothing.
        out.put(ascii("LIST")).putInt(5).put(new byte[6]);
        out.put(ascii("fmt "))
                .putInt(40)
                .putShort((short) 0xfffe)
                .putShort((short) 1)
                .putInt(22_050)
                .putInt(44_100);
        out.putShort((short) 2)
                .putShort((short) 16)
                .putShort((short) 22)
                .putShort((short) 16)
                .putInt(4);
        out.putShort((short) 1).put(new byte[14]);
        out.put(ascii("data")).putInt(4).putShort((short) 16384).putShort((short) -32768);

        Recording read = WavReader.read(Arrays.copyOf(out.array(), out.position()), ALL);

        assertThat(read.rate()).isEqualTo(22_050);
        assertThat(read.samples()).containsExactly(0.5f, -1f);
    }

    @Test
    void a_file_that_was_written_without_knowing_its_length_is_read_to_its_end() throws Exception {
        byte[] file = Sounds.wav(8000, 16, new int[] {1, 2, 3});
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(40, -1);

        assertThat(WavReader.read(file, ALL).samples()).hasSize(3);
        assertThat(WavReader.read(file, 0).frames()).isZero();
    }

    @Test
    void what_is_cut_short_or_stored_otherwise_is_refused_with_a_reason() {
        byte[] file = Sounds.wav(8000, 16, new int[100]);
        refused(Arrays.copyOf(file, 144), "it is cut short: 50 of its 100 samples are there");
        refused(Arrays.copyOf(file, 30), "cut short");
        refused(Sounds.wav(2, 8000, 8, 1, new byte[10]), "format 2 of 8 bits");
        refused(Sounds.wav(1, 8000, 16, 0, new byte[10]), "0 channels");
        refused(Sounds.wav(1, 7, 16, 1, new byte[10]), "7 samples a second");
        ByteBuffer endless =
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(Float.NaN);
        refused(Sounds.wav(3, 8000, 32, 1, endless.array()), "not a finite number");
    }

    private static void refused(byte[] file, String reason) {
        assertThatThrownBy(() -> WavReader.read(file, ALL))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void what_is_written_is_read_by_the_platform_and_by_this_reader() throws Exception {
        byte[] samples = {0, 0, 0, 64, 0, -128, -1, 127};

        byte[] file = WavFiles.encode(11_025, samples);

        try (AudioInputStream platform = AudioSystem.getAudioInputStream(new ByteArrayInputStream(file))) {
            assertThat(platform.getFormat().getSampleRate()).isEqualTo(11_025f);
            assertThat(platform.getFormat().getChannels()).isEqualTo(1);
            assertThat(platform.getFormat().getSampleSizeInBits()).isEqualTo(16);
            assertThat(platform.readAllBytes()).isEqualTo(samples);
        }
        assertThat(WavReader.read(file, ALL).samples()).containsExactly(0f, 0.5f, -1f, 32767 / 32768f);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
