package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.data.image.Fit;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.data.source.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One tiny GAN, trained from a folder by the command, and everything that commands do with it. */
@Tag("slow")
class WholeLifeTest {
    private static final ImageFormat FORMAT = new ImageFormat(3, 16, 16);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static Path images;
    private static Path run;
    private static Cli training;

    @BeforeAll
    static void train() {
        images = folder.resolve("images");
        run = folder.resolve("run");
        training = TinyRun.train(images, run, "--kimg", "0.2", "--json");
    }

    @Test
    void training_tells_its_result_on_stdout_and_its_progress_on_stderr() throws IOException {
        assertThat(training.exitCode()).as(training.err()).isZero();
        JsonNode node = JSON.readTree(training.out());
        assertThat(node.get("reason").asText()).isEqualTo("completed");
        assertThat(node.get("images").asLong()).isEqualTo(208);
        assertThat(Path.of(node.get("grid").asText())).isRegularFile();
        assertThat(training.err()).contains("20 images of 16x16x3", ", 1 thread, ", run.toString());
    }

    @Test
    void a_run_is_not_trained_over() {
        Cli again = Cli.run("train", "--data", images, "--out", run);

        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("already holds a run", "resume it");
    }

    @Test
    void samples_come_as_a_grid() {
        Path grid = folder.resolve("grid.png");

        Cli cli = Cli.run("sample", run, "-n", 5, "--grid", grid);

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("5 images of 16x16x3").contains(grid.toString());
        assertThat(grid).isRegularFile();
    }

    @Test
    void samples_come_as_files_and_as_an_array_and_are_the_same_images() {
        Path files = folder.resolve("files");
        Path npy = folder.resolve("some.npy");

        assertThat(Cli.run("sample", run, "-n", 3, "--seed", 7, "--files", files)
                        .exitCode())
                .isZero();
        assertThat(Cli.run("sample", run, "-n", 4, "--seed", 7, "--npy", npy).exitCode())
                .isZero();

        Npy.Bytes array = Npy.readBytes(npy);
        assertThat(array.shape()).containsExactly(4, 16, 16, 3);
        for (int i = 0; i < 3; i++) {
            byte[] fromFile = PngFiles.read(files.resolve("00000" + i + ".png"), FORMAT, Fit.CROP);
            byte[] fromArray = Arrays.copyOfRange(array.data(), i * FORMAT.bytes(), (i + 1) * FORMAT.bytes());
            assertThat(fromFile).isEqualTo(fromArray);
        }
        assertThat(files.resolve("000003.png")).doesNotExist();
    }

    @Test
    void the_seed_decides_the_images() {
        assertThat(pixels("--seed", 1)).isEqualTo(pixels("--seed", 1)).isNotEqualTo(pixels("--seed", 2));
        assertThat(pixels("--seed", 1, "--raw")).isNotEqualTo(pixels("--seed", 1));
    }

    @Test
    void a_certain_checkpoint_is_sampled_from() {
        assertThat(pixels("--checkpoint", "0"))
                .isEqualTo(pixels("--checkpoint", "000000.000k"))
                .isNotEqualTo(pixels());

        Cli none = Cli.run("sample", run, "--checkpoint", "7");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("There is no checkpoint '7' in " + run, "There are 000000.208k");
    }

    @Test
    void a_run_goes_on_in_another_precision_and_says_so() {
        Path other = folder.resolve("other");
        TinyRun.trainMlp(images, other, "--kimg", "0.032", "--watch", "none", "--precision", "fp32");

        Cli cli = Cli.run("resume", other, "--kimg", "0.064", "--precision", "bf16");

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.err())
                .contains("Resumes with 1 thread on cpu in bf16 instead of 1 thread on cpu in fp32")
                .contains("not equal bit for bit");
        assertThat(other.resolve("experiment.yaml")).content().contains("precision: bf16");
    }

    private static byte[] pixels(Object... options) {
        Path npy = folder.resolve("pixels.npy");
        Object[] all = Stream.concat(Stream.of("sample", run, "-n", 4, "--npy", npy), Stream.of(options))
                .toArray();
        assertThat(Cli.run(all).exitCode()).isZero();
        return Npy.readBytes(npy).data();
    }

    @Test
    void a_walk_ends_where_the_next_begins() {
        byte[] walk = pixels("--interpolate", 6, "--seed", 3);
        byte[] corners = pixels("--seed", 3);

        assertThat(walk).hasSize(4 * 6 * FORMAT.bytes());
        assertThat(image(walk, 0)).isEqualTo(image(corners, 0));
        assertThat(image(walk, 5)).isEqualTo(image(walk, 6)).isEqualTo(image(corners, 1));
    }

    @ParameterizedTest
    @CsvSource({"--interpolate RUN,20", "RUN --interpolate,20", "--interpolate 3 RUN,6", "RUN --interpolate=4,8"})
    void the_steps_of_a_walk_may_be_left_out(String arguments, int images) {
        Path npy = folder.resolve("walk.npy");
        String[] typed = ("sample -n 2 --npy NPY " + arguments)
                .replace("RUN", run.toString())
                .replace("NPY", npy.toString())
                .split(" ");

        Cli cli = Cli.run((Object[]) typed);

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(Npy.readBytes(npy).shape()[0]).isEqualTo(images);
    }

    private static byte[] image(byte[] pixels, int index) {
        return Arrays.copyOfRange(pixels, index * FORMAT.bytes(), (index + 1) * FORMAT.bytes());
    }

    @Test
    void samples_are_not_mixed_with_other_files() {
        Cli cli = Cli.run("sample", run, "-n", 1, "--files", images);

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("is not empty");
    }

    @Test
    void samples_as_json_tell_where_they_are() throws IOException {
        Path grid = folder.resolve("json.png");

        JsonNode node = JSON.readTree(
                Cli.run("sample", run, "-n", 2, "--grid", grid, "--json").out());

        assertThat(node.get("output").asText()).isEqualTo(grid.toString());
        assertThat(node.get("count").asInt()).isEqualTo(2);
    }

    @Test
    void images_are_scored_even_when_one_of_them_cannot_be_read() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.png"), "no image");

        Cli cli = Cli.run("score", run, images.resolve("0.png"), broken, images.resolve("1.png"), "--json");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("broken.png");
        JsonNode node = JSON.readTree(cli.out());
        assertThat(node.get("images")).hasSize(2);
        assertThat(node.get("images"))
                .allSatisfy(
                        image -> assertThat(image.get("probability").asDouble()).isBetween(0.0, 1.0));
        assertThat(node.get("failed").get(0).get("file").asText()).isEqualTo(broken.toString());
    }

    @Test
    void scores_are_a_table_by_default() {
        Cli cli = Cli.run("score", run, images.resolve("0.png"));

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out())
                .containsPattern("score +reals +fakes  file\\R[01]\\.\\d{4} +\\d+ % +\\d+ %  .*0\\.png\\R")
                .containsPattern("Most of \\d+ reals: [01]\\.\\d{4} to [01]\\.\\d{4}, median");
    }

    @Test
    void a_complete_run_says_how_to_go_on_and_does(@TempDir Path elsewhere) throws IOException {
        Path copy = elsewhere.resolve("run");
        Folders.copy(run, copy);

        Cli complete = Cli.run("resume", copy);
        assertThat(complete.exitCode()).as(complete.err()).isZero();
        assertThat(complete.out()).contains("is complete", "--kimg");

        Cli more = Cli.run("resume", copy, "--kimg", "0.3", "--quiet", "--json");
        assertThat(more.exitCode()).as(more.err()).isZero();
        assertThat(more.err()).isEmpty();
        assertThat(JSON.readTree(more.out()).get("images").asLong()).isEqualTo(304);
    }

    @Test
    void data_is_shown_with_a_sheet() throws IOException {
        Path sheet = folder.resolve("sheet.png");

        Cli cli = Cli.run("data", "show", images, "--sheet", sheet);

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("20 images of 16x16, color", sheet.toString());
        assertThat(sheet).isRegularFile();
        assertThat(JSON.readTree(Cli.run("data", "show", images, "--sheet", sheet, "--json")
                                .out())
                        .get("count")
                        .asInt())
                .isEqualTo(20);
    }
}
