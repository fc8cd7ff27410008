package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.data.ImageFormat;
import dev.duello.data.Npy;
import dev.duello.data.PngFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluation and comparison of tiny runs and folders by the command. */
class EvaluateTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static Path images;
    private static Path run;

    @BeforeAll
    static void train() {
        images = folder.resolve("images");
        Pictures.write(images, 20);
        run = folder.resolve("run");
        Cli training = Cli.run(
                "train",
                "--data",
                images,
                "--out",
                run,
                "--kimg",
                "0.1",
                "--batch",
                "16",
                "--set",
                "generator.width=4",
                "--set",
                "discriminator.width=4",
                "--set",
                "watch.metric=none",
                "--threads",
                "1",
                "--quiet");
        assertThat(training.exitCode()).as(training.err()).isZero();
    }

    @Test
    void a_run_is_measured_against_its_own_data() throws IOException {
        Cli cli = Cli.run("evaluate", run, "-n", 30, "--quiet");

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains("There are only 20 real images, fewer than 30")
                .containsPattern("fid +[0-9.]+  ↓")
                .containsPattern("recall +[0-9.]+  ↑")
                .containsPattern("with random-[0-9a-f]{8}, 30 fakes against 20 images of images \\(train\\)");
        String page = Files.readString(run.resolve("evaluation.html"));
        assertThat(page)
                .contains("data:image/png;base64,", "random-", "The 16 best fakes", "3 nearest real images")
                .doesNotContain("<script", "http");
    }

    @Test
    void what_a_training_noticed_stands_on_its_pages() throws IOException {
        Path noticed = folder.resolve("noticed");
        assertThat(Cli.run(
                                "train",
                                "--data",
                                images,
                                "--out",
                                noticed,
                                "--kimg",
                                "0.05",
                                "--batch",
                                "16",
                                "--quiet",
                                "--set",
                                "generator.width=4",
                                "--set",
                                "discriminator.width=4",
                                "--watch",
                                "none",
                                "--threads",
                                1)
                        .exitCode())
                .isZero();
        Files.writeString(
                noticed.resolve("events.jsonl"),
                "{\"event\":\"alerted\",\"images\":4000,\"seconds\":1.5,\"symptom\":\"mode-collapse\","
                        + "\"evidence\":\"Fakes < 2 repeat.\",\"advice\":\"Wait.\"}\n",
                StandardOpenOption.APPEND);

        Cli.run("evaluate", noticed, "-n", 20, "--metrics", "fid", "--quiet");
        Path comparison = folder.resolve("noticed.html");
        Cli.run("compare", run, noticed, "--html", comparison);

        assertThat(Files.readString(noticed.resolve("evaluation.html")))
                .contains("<b>mode-collapse</b> at 4.0 kimg: Fakes &lt; 2 repeat.", "Wait.");
        assertThat(Files.readString(comparison)).contains("<b>mode-collapse</b> at 4.0 kimg", "No alert.");
    }

    @Test
    void the_same_seed_gives_the_same_numbers_as_json() throws IOException {
        Object[] command = {"evaluate", run, "-n", 20, "--metrics", "fid,swd", "--json", "--html", page(), "--seed", 4};

        JsonNode node = JSON.readTree(Cli.run(command).out());

        assertThat(node.get("values").properties()).hasSize(2);
        assertThat(node.get("better").get("fid").asText()).isEqualTo("lower");
        assertThat(node.get("protocol").get("reals").asInt()).isEqualTo(20);
        assertThat(node.get("protocol").get("features").asText()).startsWith("random-");
        assertThat(JSON.readTree(Cli.run(command).out()).get("values")).isEqualTo(node.get("values"));
    }

    @Test
    void data_is_at_no_distance_from_itself() throws IOException {
        Cli cli = Cli.run("evaluate", images, "--against", images, "--json", "--html", page());

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        JsonNode values = JSON.readTree(cli.out()).get("values");
        assertThat(values.get("fid").asDouble()).isBetween(-1e-6, 1e-6);
        assertThat(values.get("precision").asDouble()).isEqualTo(1);
    }

    @Test
    void an_array_from_any_tool_is_measured() throws IOException {
        Path array = folder.resolve("array.npy");
        assertThat(Cli.run("sample", run, "-n", 9, "--npy", array).exitCode()).isZero();

        Cli cli = Cli.run("evaluate", array, "--against", images, "--html", page());

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("9 fakes against 20 images").doesNotContain("\nis ");
    }

    @Test
    void what_cannot_be_measured_is_refused_in_a_sentence() {
        assertFailure(2, "--against NAME", "evaluate", images);
        assertFailure(2, "There is no metric 'fit'; did you mean 'fid'?", "evaluate", run, "--metrics", "fit");
        assertFailure(2, "-n must be at least 2, not 1.", "evaluate", run, "-n", 1);
        assertFailure(2, "--features is one of", "evaluate", run, "--features", "vgg");
        assertFailure(1, "is needs a feature network that tells classes", "evaluate", run, "--metrics", "is", "-n", 12);
        assertFailure(1, "density needs at least 6 images", "evaluate", run, "--metrics", "density", "-n", 4);
        assertFailure(1, "nowhere", "evaluate", folder.resolve("nowhere"), "--against", images);
        assertFailure(1, "no test", "evaluate", run, "--split", "test");
    }

    @Test
    void one_image_is_too_few() {
        Path one = folder.resolve("one");
        PngFiles.write(one.resolve("0.png"), new ImageFormat(3, 16, 16), new byte[16 * 16 * 3]);
        Path array = folder.resolve("one.npy");
        try (Arena arena = Arena.ofConfined()) {
            Npy.writeBytes(array, new int[] {1, 16, 16, 3}, arena.allocate(16 * 16 * 3));
        }

        for (Path few : List.of(one, array)) {
            assertFailure(1, "at least 2 are needed", "evaluate", few, "--against", images);
        }
        assertFailure(1, "at least 2 are needed", "evaluate", images, "--against", one);
    }

    @Test
    void runs_are_compared_at_the_same_kimg_and_the_same_time() throws IOException {
        Path a = measured("a", 1.0, "9.0,7.0,6.5");
        Path b = measured("b", 2.0, "8.0,5.0");
        Path html = folder.resolve("comparison.html");

        Cli cli = Cli.run("compare", a, b, run, "--html", html);
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains("At 2.0 kimg", "After 3 s of training", "run was not measured while it trained")
                .containsPattern("a +2.0 +7\\R")
                .containsPattern("b +2.0 +5\\R")
                .containsPattern("a +3.0 +6.5000\\R")
                .containsPattern("b +1.0 +8\\R")
                .containsPattern("run +- +-\\R");
        assertThat(Files.readString(html))
                .contains("<svg", "aria-labelledby", "<desc", "Samples of run", "6.5000 at 3.0 kimg")
                .doesNotContain("<script", "http");

        JsonNode node =
                JSON.readTree(Cli.run("compare", a, b, "--html", html, "--json").out());
        assertThat(node.get("kimg").asDouble()).isEqualTo(2);
        assertThat(node.get("runs")
                        .get(0)
                        .get("at-equal-seconds")
                        .get("values")
                        .get("fid")
                        .asDouble())
                .isEqualTo(6.5);
    }

    private static Path measured(String name, double secondsEach, String fids) throws IOException {
        Path path = Files.createDirectories(folder.resolve(name));
        Files.copy(run.resolve("experiment.yaml"), path.resolve("experiment.yaml"));
        StringBuilder log = new StringBuilder();
        int number = 0;
        for (String fid : fids.split(",")) {
            number++;
            log.append("{\"event\":\"evaluated\",\"images\":" + number * 1000 + ",\"seconds\":" + number * secondsEach
                    + ",\"values\":{\"fid\":" + fid + "},\"best\":true}\n");
        }
        Files.writeString(path.resolve("events.jsonl"), log);
        return path;
    }

    private static Path page() {
        return folder.resolve("page.html");
    }

    private static void assertFailure(int exitCode, String words, Object... arguments) {
        Cli cli = Cli.run(arguments);
        assertThat(cli.err()).contains(words).doesNotContain("\tat ");
        assertThat(cli.exitCode()).isEqualTo(exitCode);
    }
}
