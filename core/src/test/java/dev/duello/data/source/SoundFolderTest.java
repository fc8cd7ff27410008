package dev.duello.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.CacheExtension;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.LoadReport;
import dev.duello.data.Medium;
import dev.duello.data.Samples;
import dev.duello.data.SkippedFile;
import dev.duello.data.sound.SoundDecoder;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.sound.Sounds;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(CacheExtension.class)
class SoundFolderTest {
    @TempDir
    Path folder;

    private void put(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private static byte[] tone(double frequency, int rate, int length) {
        return Sounds.wav(rate, Sounds.tone(frequency, rate, length));
    }

    private Dataset open(LoadOptions options) {
        return Datasets.open(folder.toString(), options);
    }

    @Test
    void sub_folders_of_sounds_are_classes_and_files_become_samples_of_one_format() throws Exception {
        put("high/a.wav", tone(1000, 8000, 1500));
        put("low/b.WAV", tone(200, 8000, 900));
        put("low/c.flac", Sounds.resource("mono-16.flac"));

        for (int time = 0; time < 2; time++) {
            // The second time from the cache.
            try (Dataset sounds = open(LoadOptions.DEFAULT.withLength(2048))) {
                assertThat(sounds.format()).isEqualTo(new SoundFormat(2048, 8000));
                assertThat(sounds.format().medium()).isEqualTo(Medium.SOUND);
                assertThat(sounds.classes()).containsExactly("high", "low");
                assertThat(IntStream.range(0, 3).map(sounds::label)).containsExactly(0, 1, 1);
                assertThat(sounds.stored(0))
                        .isEqualTo(SoundDecoder.read(tone(1000, 8000, 1500), new SoundFormat(2048, 8000))
                                .stored());
                assertThat(sounds.skipped()).isEmpty();
                assertThat(sounds.heldOut()).isNull();
                LoadReport report = sounds.report();
                assertThat(report.formats()).isEqualTo(Map.of("WAV (16 bit)", 2, "FLAC (16 bit)", 1));
                assertThat(report.sounds().shortest()).isEqualTo(900 / 8000.0, within(1e-9));
                assertThat(report.sounds().longest()).isEqualTo(3000 / 8000.0, within(1e-9));
                assertThat(report.sounds())
                        .extracting(LoadReport.Sounds::cut, LoadReport.Sounds::padded, LoadReport.Sounds::resampled)
                        .containsExactly(1, 2, 0);
            }
        }
    }

    @Test
    void a_zip_archive_opens_to_the_same_samples() throws Exception {
        put("high/a.wav", tone(1000, 8000, 1500));
        put("low/b.wav", tone(200, 8000, 900));
        Map<String, byte[]> files = new TreeMap<>();
        files.put("high/a.wav", tone(1000, 8000, 1500));
        files.put("low/b.wav", tone(200, 8000, 900));
        Path zip = folder.resolveSibling(folder.getFileName() + ".zip");
        Files.write(zip, ArchiveTest.zip(files));

        try (Dataset ofFolder = open(LoadOptions.DEFAULT);
                Dataset ofZip = Datasets.open(zip.toString(), LoadOptions.DEFAULT)) {
            assertThat(ofZip.fingerprint()).isEqualTo(ofFolder.fingerprint());
            assertThat(ofZip.format()).isEqualTo(new SoundFormat(2048, 8000));
        } finally {
            Files.delete(zip);
        }
    }

    @Test
    void rate_and_length_follow_from_the_files_where_they_are_left_open() {
        List<SoundDecoder.Header> cd = List.of(new SoundDecoder.Header(44_100, 400_000));
        List<SoundDecoder.Header> phone = List.of(
                new SoundDecoder.Header(8_000, 4_000),
                new SoundDecoder.Header(8_000, 3_000),
                new SoundDecoder.Header(44_100, 10_000));

        assertThat(SoundFormatInference.rate(cd)).isEqualTo(16_000);
        assertThat(SoundFormatInference.length(cd, 16_000)).isEqualTo(16_384);
        assertThat(SoundFormatInference.rate(phone)).isEqualTo(8_000);
        assertThat(SoundFormatInference.length(phone, 8_000)).isEqualTo(4_096);
        assertThat(SoundFormatInference.length(phone, 1_000)).isEqualTo(1_024);
        // Of ten sounds one may be cut.
        List<SoundDecoder.Header> ten = IntStream.rangeClosed(1, 10)
                .mapToObj(i -> new SoundDecoder.Header(8_000, i == 10 ? 100_000 : 2_000))
                .toList();
        assertThat(SoundFormatInference.length(ten, 8_000)).isEqualTo(2_048);
        assertThat(SoundFormatInference.length(List.of(new SoundDecoder.Header(8_000, 0)), 8_000))
                .isEqualTo(16_384);
    }

    @Test
    void damaged_files_are_left_out_and_told() throws Exception {
        byte[] good = tone(440, 8000, 2000);
        put("1.wav", good);
        put("2.wav", Arrays.copyOf(good, 1000));
        put("3.flac", Arrays.copyOf(Sounds.resource("mono-16.flac"), 900));
        put("4.wav", new byte[0]);
        put("5.wav", Samples.png(4, 4, Color.RED));
        put("6.mp3", good);
        put("notes.txt", good);

        try (Dataset sounds = open(LoadOptions.DEFAULT)) {
            assertThat(sounds.size()).isEqualTo(1);
            assertThat(sounds.skipped())
                    .containsExactly(
                            new SkippedFile("6.mp3", "MP3 sounds are not read, only WAV or FLAC"),
                            new SkippedFile("2.wav", "it is cut short: 478 of its 2000 samples are there"),
                            new SkippedFile("3.flac", "it is cut short"),
                            new SkippedFile("4.wav", "it is empty"),
                            new SkippedFile("5.wav", "it is not a sound in the format WAV or FLAC"));
            assertThat(sounds.report().leftOut().otherFiles()).isEqualTo(1);
        }
    }

    @Test
    void where_images_and_sounds_lie_together_most_files_decide_and_the_others_are_told() throws Exception {
        put("a.wav", tone(440, 8000, 2000));
        put("b.wav", tone(880, 8000, 2000));
        put("cover.png", Samples.png(4, 4, Color.RED));

        try (Dataset sounds = open(LoadOptions.DEFAULT)) {
            assertThat(sounds.format()).isInstanceOf(SoundFormat.class);
            assertThat(sounds.skipped())
                    .containsExactly(new SkippedFile("cover.png", "it is an image, and most of the files are sounds"));
        }
        put("d.png", Samples.png(16, 16, Color.RED));
        put("e.png", Samples.png(16, 16, Color.BLUE));
        try (Dataset images = open(LoadOptions.DEFAULT)) {
            assertThat(images.format().medium()).isEqualTo(Medium.IMAGE);
            assertThat(images.size()).isEqualTo(3);
            assertThat(images.skipped())
                    .extracting(SkippedFile::reason)
                    .containsOnly("it is a sound, and most of the files are images");
        }
    }

    @Test
    void a_folder_in_which_nothing_can_be_read_says_so() throws Exception {
        put("a.wav", new byte[10]);

        assertThatThrownBy(() -> open(LoadOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessageMatching(
                        "None of the 1 sounds in .* can be read; the first: a.wav: it is not a sound in the format WAV"
                                + " or FLAC.");
        assertThatThrownBy(() -> Datasets.open(folder.resolve("a.wav").toString(), LoadOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a folder of images, sounds, texts or shapes");
    }
}
