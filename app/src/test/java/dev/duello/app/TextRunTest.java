package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.app.studio.Studio;
import dev.duello.train.RunDirectory;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of text files from the first look to lines that a page shows. */
@Tag("slow")
class TextRunTest {
    @TempDir
    private static Path folder;

    private static Path texts;
    private static Path run;
    private static Cli trained;

    @BeforeAll
    static void train() throws IOException {
        texts = folder.resolve("words");
        run = folder.resolve("runs/words");
        List<String> latin = new ArrayList<>();
        List<String> other = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            latin.add("ab".repeat(1 + i % 3) + "c".repeat(i % 2));
            other.add("é𝄞".repeat(1 + i % 2) + "ж".repeat(i % 3));
        }
        Files.createDirectories(texts);
        Files.write(texts.resolve("latin.txt"), latin);
        Files.write(texts.resolve("other.txt"), other);
        trained = Cli.run(
                "train",
                "--data",
                texts,
                "--out",
                run,
                "--batch",
                8,
                "--kimg",
                0.032,
                "--threads",
                1,
                "--set",
                "generator.width=3",
                "--set",
                "discriminator.width=3",
                "--set",
                "generator.latent=4",
                "--set",
                "evaluation.samples=16");
    }

    @Test
    void a_training_on_a_folder_of_texts_needs_no_preset() {
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(run.resolve("experiment.yaml"))
                .content()
                .contains("preset: text")
                .contains("length: \"7\"");
        assertThat(RunDirectory.open(run).experiment().data().alphabet()).isEqualTo("abcéж𝄞");
        assertThat(Cli.run("summary", "--data", texts).out()).startsWith("text for texts of 7 of 6 characters");
        assertThat(Cli.run("summary", "--preset", "text").out()).startsWith("text for texts of 32 of 55 characters");
    }

    @Test
    void samples_are_printed_or_written_as_lines() throws Exception {
        Cli printed = Cli.run("sample", run, "-n", 5, "--class", "other", "--quiet");
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        List<String> lines = printed.out().lines().toList();
        assertThat(lines).hasSize(5).allMatch(line -> line.matches("[abcéж𝄞]{0,7}"));
        Path files = folder.resolve("new");
        Cli written = Cli.run("sample", run, "-n", 5, "--class", "other", "--files", files);
        assertThat(written.out()).contains("5 texts of 7 of 6 characters");
        assertThat(Files.readAllLines(files.resolve("texts.txt"))).isEqualTo(lines);
        Cli grid = Cli.run("sample", run, "-n", 5, "--class", "other", "--grid", folder.resolve("grid.png"));
        assertThat(grid.exitCode()).as(grid.err()).isZero();
        assertThat(Files.readAllLines(folder.resolve("grid.txt"))).isEqualTo(lines);
        JsonNode json = new ObjectMapper()
                .readTree(Cli.run("sample", run, "-n", 5, "--class", "other", "--json")
                        .out());
        assertThat(json.get("texts")).hasSize(5);
        assertThat(json.get("alphabet").asText()).isEqualTo("abcéж𝄞");
    }

    @Test
    void texts_are_measured_beside_an_n_gram_model_compared_and_scored() throws Exception {
        Cli evaluated = Cli.run("evaluate", run, "-n", 40);
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        assertThat(evaluated.out()).contains("jsd-4[characters]", "novelty[characters]", "4-gram");
        assertThat(run.resolve("evaluation.html")).content().contains("4-gram model");
        JsonNode stored = new ObjectMapper()
                .readTree(Cli.run("evaluate", run, "-n", 40, "--metrics", "jsd-4", "--json")
                        .out());
        // Texts of its own n-grams: far nearer than networks that have hardly begun.
        assertThat(stored.at("/baselines/4-gram model/jsd-4").asDouble())
                .isLessThan(stored.at("/values/jsd-4").asDouble());
        Cli compared = Cli.run("compare", run, run, "--html", folder.resolve("comparison.html"));
        assertThat(compared.exitCode()).as(compared.err()).isZero();
        Cli scored = Cli.run("score", run, Files.writeString(folder.resolve("one.txt"), "abab\n"));
        assertThat(scored.exitCode()).as(scored.err()).isZero();
        Cli many = Cli.run("score", run, texts.resolve("latin.txt"));
        assertThat(many.exitCode()).isEqualTo(1);
        assertThat(many.err())
                .contains(
                        "latin.txt holds 20 texts, and one of each file is taken: write each into a file of its own.");
        Cli report = Cli.run("report", run);
        assertThat(report.exitCode()).as(report.err()).isZero();
    }

    @Test
    void samples_of_another_tool_are_measured_as_text_files() throws IOException {
        Path fakes = Files.write(
                folder.resolve("fakes.txt"), "ab\nabc\n".repeat(10).lines().toList());
        Cli evaluated = Cli.run(
                "evaluate",
                fakes,
                "--against",
                texts,
                "--metrics",
                "distinctness,jsd-1",
                "--html",
                folder.resolve("e.html"));
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        assertThat(evaluated.out()).containsPattern("distinctness\\[characters\\] +0.1000");
    }

    @Test
    void data_show_tells_the_alphabet_and_what_was_cut() throws IOException {
        Path sheet = folder.resolve("sheet.png");
        Cli shown = Cli.run("data", "show", texts, "--length", 4, "--sheet", sheet);

        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(shown.out())
                .contains("words: 40 texts of up to 4 characters")
                .contains("lengths  up to 7 characters")
                .contains("alphabet 6 characters: abcéж𝄞")
                .containsPattern("[0-9]+ of the texts are longer: their beginning is used; set --length for more.");
        assertThat(Files.readAllLines(folder.resolve("sheet.txt")))
                .contains("ab")
                .hasSize(40);
        JsonNode json = new ObjectMapper()
                .readTree(Cli.run("data", "show", texts, "--sheet", sheet, "--json")
                        .out());
        assertThat(json.at("/texts/longest").asInt()).isEqualTo(7);
    }

    @Test
    void a_generator_of_texts_is_exported() {
        Path onnx = folder.resolve("words.onnx");
        Cli cli = Cli.run("export", run, "--onnx", onnx);
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(onnx).exists();
        Path exported = folder.resolve("exported");
        Cli written = Cli.run("export", run, "--safetensors", exported);
        assertThat(written.exitCode()).as(written.err()).isZero();
        assertThat(Cli.run("sample", exported, "-n", 4, "--quiet").out())
                .isEqualTo(Cli.run("sample", run, "-n", 4, "--quiet").out());
    }

    @Test
    void the_studio_serves_the_lines_of_a_preview() throws Exception {
        try (Studio studio = TestStudio.open(folder.resolve("runs"))) {
            HttpResponse<byte[]> lines = TestStudio.get(studio, "/api/runs/words/samples/000000.032k.txt");
            assertThat(lines.statusCode()).isEqualTo(200);
            assertThat(lines.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
            assertThat(lines.body()).isEqualTo(Files.readAllBytes(run.resolve("samples/000000.032k.txt")));
            JsonNode details = new ObjectMapper()
                    .readTree(TestStudio.get(studio, "/api/runs/words").body());
            assertThat(details.get("medium").asText()).isEqualTo("text");
            assertThat(TestStudio.get(studio, "/api/runs/words/samples/..%2f..%2fx.txt")
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void explore_draws_texts() throws Exception {
        try (Studio studio = TestStudio.open(folder.resolve("runs"))) {
            ObjectMapper json = new ObjectMapper();
            String checkpoint = "/api/runs/words/checkpoints/"
                    + json.readTree(TestStudio.get(studio, "/api/runs/words").body())
                            .at("/checkpoints/0/name")
                            .asText();
            JsonNode known = json.readTree(TestStudio.get(studio, checkpoint).body());
            assertThat(known.get("medium").asText()).isEqualTo("text");
            JsonNode drawn = json.readTree(
                    TestStudio.get(studio, checkpoint + "/images?z=1.0;1.1").body());
            assertThat(drawn.get("pixels").binaryValue())
                    .hasSize(2
                            * known.get("channels").asInt()
                            * known.get("height").asInt()
                            * known.get("width").asInt());
            assertThat(new String(
                            TestStudio.get(studio, checkpoint + "/heat?z=1.0").body(), StandardCharsets.UTF_8))
                    .contains("images only");
        }
    }
}
