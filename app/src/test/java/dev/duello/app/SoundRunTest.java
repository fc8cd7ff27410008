package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.app.studio.Studio;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.sound.WavFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of WAV files from the first look to a sound that a browser plays. */
@Tag("slow")
class SoundRunTest {
    @TempDir
    private static Path folder;

    private static Path sounds;
    private static Path run;
    private static Cli trained;

    @BeforeAll
    static void train() throws IOException {
        sounds = folder.resolve("sounds");
        run = folder.resolve("runs/kit");
        for (int i = 0; i < 24; i++) {
            Path file = sounds.resolve(i % 2 == 0 ? "low" : "high").resolve(i + ".wav");
            Files.createDirectories(file.getParent());
            Tones.write(file, i % 2 == 0 ? 300 + i : 2000 + i, 8000, 250);
        }
        trained = Cli.run(
                "train",
                "--data",
                sounds,
                "--out",
                run,
                "--length",
                256,
                "--batch",
                8,
                "--kimg",
                0.032,
                "--threads",
                1,
                "--set",
                "generator.width=2",
                "--set",
                "discriminator.width=2",
                "--set",
                "evaluation.samples=16");
    }

    @Test
    void a_training_on_a_folder_of_sounds_needs_no_preset() {
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(run.resolve("experiment.yaml"))
                .content()
                .contains("preset: wavegan")
                .contains("length: \"256\"")
                .contains("rate: \"8000\"");
        Cli summary = Cli.run("summary", "--data", sounds, "--length", 256);
        assertThat(summary.out()).startsWith("wavegan for sounds of 256 samples at 8000 Hz");
    }

    @Test
    void samples_are_written_as_wav_files_of_the_rate_of_the_training() throws Exception {
        Path files = folder.resolve("new");
        Cli cli = Cli.run("sample", run, "-n", 3, "--class", "high", "--files", files);

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("3 sounds of 256 samples at 8000 Hz");
        assertThat(files).isDirectoryContaining("glob:**000002.wav");
        byte[] wav = Files.readAllBytes(files.resolve("000000.wav"));
        try (AudioInputStream in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav))) {
            assertThat(in.getFormat().getSampleRate()).isEqualTo(8000f);
            assertThat(in.getFormat().getSampleSizeInBits()).isEqualTo(16);
            assertThat(in.getFrameLength()).isEqualTo(256);
        }
    }

    @Test
    void sounds_are_measured_and_scored() throws Exception {
        Cli evaluated = Cli.run("evaluate", run, "-n", 16, "--metrics", "fid,kid", "--json");
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        assertThat(evaluated.out()).contains("random-spectrogram-");
        assertThat(run.resolve("evaluation.html")).exists();
        Cli scored = Cli.run("score", run, sounds.resolve("low/0.wav"));
        assertThat(scored.exitCode()).as(scored.err()).isZero();
        Cli broken = Cli.run("score", run, Files.write(folder.resolve("broken.wav"), new byte[9]));
        assertThat(broken.exitCode()).isEqualTo(1);
        assertThat(broken.err()).contains("broken.wav: it is not a sound");
    }

    @Test
    void data_show_tells_lengths_and_what_was_filled_up() {
        Path sheet = folder.resolve("sheet.png");
        Cli shown = Cli.run("data", "show", sounds, "--sheet", sheet);

        assertThat(shown.out())
                .contains("24 sounds of 1024 samples at 8000 Hz (0.13 s)")
                .contains("WAV (16 bit) 24")
                .contains("lengths  0.03 to 0.03 s")
                .contains("24 of the sounds are shorter: silence follows them.");
        assertThat(folder.resolve("sheet.wav")).exists();
        assertThat(WavFiles.read(folder.resolve("sheet.wav"), new SoundFormat(256, 8000)))
                .hasSize(512);
    }

    @Test
    void the_studio_serves_what_it_plays() throws Exception {
        try (Studio studio = TestStudio.open(folder.resolve("runs"))) {
            HttpResponse<byte[]> sound = TestStudio.get(studio, "/api/runs/kit/samples/000000.032k.wav");
            assertThat(sound.statusCode()).isEqualTo(200);
            assertThat(sound.headers().firstValue("Content-Type")).hasValue("audio/wav");
            assertThat(sound.body()).isEqualTo(Files.readAllBytes(run.resolve("samples/000000.032k.wav")));
            assertThat(sound.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).contains("media-src 'self'"));
            JsonNode details = new ObjectMapper()
                    .readTree(TestStudio.get(studio, "/api/runs/kit").body());
            assertThat(details.get("medium").asText()).isEqualTo("sound");
            assertThat(details.get("grid").get("count").asInt()).isEqualTo(16);
            assertThat(TestStudio.get(studio, "/api/runs/kit/samples/..%2f..%2fx.wav")
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void explore_draws_sounds_and_plays_them() throws Exception {
        try (Studio studio = TestStudio.open(folder.resolve("runs"))) {
            ObjectMapper json = new ObjectMapper();
            String checkpoint = "/api/runs/kit/checkpoints/"
                    + json.readTree(TestStudio.get(studio, "/api/runs/kit").body())
                            .at("/checkpoints/0/name")
                            .asText();
            JsonNode known = json.readTree(TestStudio.get(studio, checkpoint).body());
            assertThat(known.get("medium").asText()).isEqualTo("sound");
            assertThat(known.get("generator").asBoolean()).isFalse();
            JsonNode drawn = json.readTree(
                    TestStudio.get(studio, checkpoint + "/images?z=1.0;1.1").body());
            assertThat(drawn.get("pixels").binaryValue())
                    .hasSize(2
                            * 3
                            * known.get("height").asInt()
                            * known.get("width").asInt());
            assertThat(drawn.get("scores")).hasSize(2);

            HttpResponse<byte[]> wav = TestStudio.get(studio, checkpoint + "/sound.wav?z=3.0");
            assertThat(wav.headers().firstValue("Content-Type")).hasValue("audio/wav");
            Path files = folder.resolve("third");
            Cli cli = Cli.run("sample", run, "-n", "1", "--seed", "3", "--files", files);
            assertThat(cli.exitCode()).as(cli.err()).isZero();
            try (var written = Files.list(files)) {
                assertThat(wav.body())
                        .startsWith(Files.readAllBytes(written.findFirst().orElseThrow()));
            }
            HttpResponse<byte[]> heat = TestStudio.get(studio, checkpoint + "/heat?z=1.0");
            assertThat(heat.statusCode()).isEqualTo(422);
            assertThat(new String(heat.body(), StandardCharsets.UTF_8)).contains("images only");
        }
    }
}
