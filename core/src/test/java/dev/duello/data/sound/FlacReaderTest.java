package dev.duello.data.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.UnreadableFileException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Files that flac 1.4.2 made of samples that are computed here again; bench/sound/FlacTones.java tells how. */
class FlacReaderTest {
    private static final int ALL = 1 << 20;

    @Test
    void a_predicted_tone_of_16_bits_is_read_to_the_bit() throws Exception {
        Recording read = FlacReader.read(Sounds.resource("mono-16.flac"), ALL);

        assertThat(read.format()).isEqualTo("FLAC (16 bit)");
        assertThat(read.rate()).isEqualTo(8000);
        assertThat(read.frames()).isEqualTo(3000);
        assertThat(read.samples()).hasSize(3000);
        for (int i = 0; i < 3000; i++) {
            long sample = Math.round(20_000 * Math.sin(2 * Math.PI * 440 * i / 8000));
            assertThat(read.samples()[i] * 32_768).as("sample " + i).isEqualTo(sample);
        }
    }

    @Test
    void two_channels_of_24_bits_that_were_stored_as_their_difference_become_their_mean() throws Exception {
        Recording read = FlacReader.read(Sounds.resource("stereo-24.flac"), ALL);

        assertThat(read.channels()).isEqualTo(2);
        assertThat(read.samples()).hasSize(2500);
        for (int i = 0; i < 2500; i++) {
            long left = Math.round(6_000_000 * Math.sin(2 * Math.PI * 1000 * i / 44_100.0));
            long right = left / 2 + Math.round(1_000_000 * Math.cos(2 * Math.PI * 250 * i / 44_100.0));
            float mean = (float) ((left + right) / 2.0 / (1 << 23));
            assertThat(read.samples()[i]).as("sample " + i).isEqualTo(mean);
        }
    }

    @Test
    void silence_and_noise_of_8_bits_are_read_to_the_bit() throws Exception {
        Recording read = FlacReader.read(Sounds.resource("noise-8.flac"), ALL);

        SplittableRandom random = new SplittableRandom(7);
        assertThat(read.samples()).hasSize(1200);
        for (int i = 0; i < 1200; i++) {
            int sample = i < 400 ? 0 : random.nextInt(-128, 128);
            assertThat(read.samples()[i] * 128).as("sample " + i).isEqualTo(sample);
        }
    }

    @Test
    void the_beginning_and_the_header_alone_are_read_without_the_rest() throws Exception {
        byte[] file = Sounds.resource("stereo-24.flac");

        assertThat(FlacReader.read(file, 10).samples())
                .containsExactly(Arrays.copyOf(FlacReader.read(file, ALL).samples(), 10));
        Recording header = FlacReader.read(Arrays.copyOf(file, 60), 0);
        assertThat(header.frames()).isEqualTo(2500);
        assertThat(header.rate()).isEqualTo(44_100);
    }

    @Test
    void a_tag_of_another_format_in_front_is_passed_over() throws Exception {
        byte[] file = Sounds.resource("mono-16.flac");
        byte[] tagged = new byte[10 + 130 + file.length];
        System.arraycopy(new byte[] {'I', 'D', '3', 4, 0, 0, 0, 0, 1, 2}, 0, tagged, 0, 10);
        System.arraycopy(file, 0, tagged, 140, file.length);

        assertThat(FlacReader.read(tagged, ALL).samples()).hasSize(3000);
    }

    @Test
    void damage_is_noticed_by_checksums() throws Exception {
        byte[] file = Sounds.resource("mono-16.flac");
        file[file.length - 500] ^= 4;

        assertThatThrownBy(() -> FlacReader.read(file, ALL))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void what_is_cut_short_is_refused_wherever_it_is_cut() throws Exception {
        byte[] file = Sounds.resource("mono-16.flac");
        for (int length = 4; length < file.length; length += 7) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> FlacReader.read(cut, ALL))
                    .as(length + " bytes")
                    .isInstanceOf(UnreadableFileException.class);
        }
    }
}
