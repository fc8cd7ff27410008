package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.app.studio.Studio;
import dev.duello.data.image.Animation;
import dev.duello.data.video.MovingPictures;
import dev.duello.data.video.VideoFormat;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of GIF files from the first look to a clip that a browser plays. */
@Tag("slow")
class VideoRunTest {
    private static final VideoFormat FORMAT = new VideoFormat(3, 4, 16, 16);

    @TempDir
    private static Path folder;

    private static Path videos;
    private static Path run;
    private static Cli trained;

    @BeforeAll
    static void train() throws IOException {
        videos = folder.resolve("videos");
        run = folder.resolve("runs/clips");
        Random random = new Random(1);
        for (int i = 0; i < 24; i++) {
            Path file = videos.resolve(i % 2 == 0 ? "left" : "right").resolve(i + ".gif");
            Files.createDirectories(file.getParent());
            byte[] clip = new byte[FORMAT.bytes()];
            random.nextBytes(clip);
            Files.write(file, MovingPictures.gif(FORMAT, clip));
        }
        trained = Cli.run(
                "train",
                "--data",
                videos,
                "--out",
                run,
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
    void a_training_on_a_folder_of_animations_needs_no_preset() {
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(run.resolve("experiment.yaml"))
                .content()
                .contains("preset: video")
                .contains("size: 16x16")
                .contains("frames: \"4\"");
        Cli summary = Cli.run("summary", "--data", videos);
        assertThat(summary.out()).startsWith("video for videos of 4 frames of 16x16x3");
    }

    @Test
    void samples_are_written_as_gif_files() throws Exception {
        Path files = folder.resolve("new");
        Cli cli = Cli.run("sample", run, "-n", 3, "--class", "left", "--files", files);

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("3 videos of 4 frames of 16x16x3");
        Animation clip = Animation.of(Files.readAllBytes(files.resolve("000002.gif")));
        assertThat(clip.count()).isEqualTo(4);
        assertThat(clip.width()).isEqualTo(16);
    }

    @Test
    void videos_are_measured_scored_and_exported() throws Exception {
        Cli evaluated = Cli.run("evaluate", run, "-n", 16, "--metrics", "fid,frame-fid,motion,content-drift", "--json");
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        assertThat(evaluated.out()).contains("random-3d-").contains("content-drift");
        assertThat(run.resolve("evaluation.html")).exists();
        Cli scored = Cli.run("score", run, videos.resolve("left/0.gif"));
        assertThat(scored.exitCode()).as(scored.err()).isZero();
        Cli broken = Cli.run("score", run, Files.write(folder.resolve("broken.gif"), new byte[9]));
        assertThat(broken.exitCode()).isEqualTo(1);
        Cli exported = Cli.run("export", run, "--onnx", folder.resolve("g.onnx"));
        assertThat(exported.exitCode()).as(exported.err()).isZero();
    }

    @Test
    void data_show_tells_frames_and_writes_what_moves() {
        Path sheet = folder.resolve("sheet.png");
        Cli shown = Cli.run("data", "show", videos, "--frames", 3, "--sheet", sheet);

        assertThat(shown.out())
                .contains("24 videos of 3 frames of 16x16, color")
                .contains("animated GIF 24")
                .contains("videos   24, of 4 to 4 frames")
                .contains("24 videos are longer than a clip")
                .contains("24 frames behind their last whole clips were left out");
        assertThat(folder.resolve("sheet.gif")).isNotEmptyFile();
        Cli images = Cli.run("data", "show", videos, "--frames", 1, "--sheet", sheet);
        assertThat(images.out()).contains("24 images of 16x16, color").contains("set --frames");
    }

    @Test
    void the_studio_serves_what_moves_and_explore_draws_clips() throws Exception {
        try (Studio studio = TestStudio.open(folder.resolve("runs"))) {
            HttpResponse<byte[]> gif = TestStudio.get(studio, "/api/runs/clips/samples/000000.032k.gif");
            assertThat(gif.statusCode()).isEqualTo(200);
            assertThat(gif.headers().firstValue("Content-Type")).hasValue("image/gif");
            ObjectMapper json = new ObjectMapper();
            JsonNode details =
                    json.readTree(TestStudio.get(studio, "/api/runs/clips").body());
            assertThat(details.get("medium").asText()).isEqualTo("video");
            assertThat(details.at("/grid/columns").asInt()).isEqualTo(1);
            assertThat(details.at("/grid/count").asInt()).isEqualTo(16);
            String checkpoint = "/api/runs/clips/checkpoints/"
                    + details.at("/checkpoints/0/name").asText();
            JsonNode drawn = json.readTree(
                    TestStudio.get(studio, checkpoint + "/images?z=1.0;1.1").body());
            // Four frames, two beside each other.
            assertThat(drawn.get("pixels").binaryValue()).hasSize(2 * FORMAT.bytes());
            HttpResponse<byte[]> clip = TestStudio.get(studio, checkpoint + "/clip.gif?z=3.0");
            assertThat(clip.headers().firstValue("Content-Type")).hasValue("image/gif");
            assertThat(Animation.of(clip.body()).count()).isEqualTo(4);
            assertThat(TestStudio.get(studio, checkpoint + "/heat?z=1.0").statusCode())
                    .isEqualTo(422);
        }
    }
}
