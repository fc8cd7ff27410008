package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ExplainTest {
    @TempDir
    static Path folder;

    private static Path images;
    private static Path run;

    @BeforeAll
    static void train() {
        images = folder.resolve("images");
        run = folder.resolve("run");
        Cli trained = TinyRun.train(images, run, "--kimg", "0.064", "--watch", "none", "--quiet");
        assertThat(trained.exitCode()).as(trained.err()).isZero();
    }

    @Test
    void directions_are_found_drawn_kept_and_followed_by_samples() throws IOException {
        Cli cli = Cli.run("explain", "directions", run, "-k", "3", "--quiet");
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("sefa-1", "sefa-3", "Random directions").doesNotContain("sefa-4");
        assertThat(run.resolve("explain/sefa-1.png")).isNotEmptyFile();
        assertThat(run.resolve("directions.json")).isNotEmptyFile();

        byte[] moved = sample("moved", "--move", "sefa-1=3");
        assertThat(moved).isNotEqualTo(sample("still"));
        assertThat(sample("nowhere", "--move", "sefa-1=0")).isEqualTo(sample("still"));
        Cli unknown = Cli.run("sample", run, "-n", "1", "--move", "sefa-9=1", "--grid", folder.resolve("x.png"));
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).contains("There is no direction 'sefa-9'");
    }

    private static byte[] sample(String name, String... more) throws IOException {
        Path array = folder.resolve(name + ".npy");
        Object[] arguments = new Object[more.length + 6];
        System.arraycopy(new Object[] {"sample", run, "-n", "2", "--npy", array}, 0, arguments, 0, 6);
        System.arraycopy(more, 0, arguments, 6, more.length);
        Cli cli = Cli.run(arguments);
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        return Files.readAllBytes(array);
    }

    @Test
    void labels_give_directions_with_their_names() throws IOException {
        StringBuilder csv = new StringBuilder("index,smiling,old\n");
        for (int i = 0; i < 600; i++) {
            csv.append(i)
                    .append(',')
                    .append(i % 7)
                    .append(',')
                    .append(i % 2 == 0 ? "" : i % 3)
                    .append('\n');
        }
        Path labels = folder.resolve("labels.csv");
        Files.writeString(labels, csv);
        Path out = folder.resolve("strips");
        Cli cli =
                Cli.run("explain", "directions", run, "--method", "labels", "--labels", labels, "--out", out, "--json");
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(cli.out());
        assertThat(json.get("directions").findValuesAsText("name")).containsExactlyInAnyOrder("smiling", "old");
        assertThat(json.get("directions").get(0).get("changes").has("brightness"))
                .isTrue();
        assertThat(out.resolve("smiling.png")).isNotEmptyFile();

        Files.writeString(labels, "smiling\nyes\n");
        Cli words = Cli.run("explain", "directions", run, "--method", "labels", "--labels", labels);
        assertThat(words.exitCode()).isEqualTo(1);
        assertThat(words.err()).contains("labels.csv, line 2: smiling is 'yes', not a number.");
        assertThat(Cli.run("explain", "directions", run, "--labels", labels).exitCode())
                .isEqualTo(2);
    }

    @Test
    void the_score_of_a_photo_is_explained_in_maps_and_words() throws IOException {
        Path photo = images.resolve("0.png");
        Cli cli = Cli.run("explain", "score", run, photo, photo, "--quiet");
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains("integrated-gradients", "grad-cam", "occlusion", "smooth-grad", "0-2-score.png", "add up");
        assertThat(run.resolve("explain/0-score.png")).isNotEmptyFile();

        JsonNode json = new ObjectMapper()
                .readTree(Cli.run("explain", "score", run, photo, "--json").out());
        JsonNode one = json.get("images").get(0);
        assertThat(one.get("completeness-error").asDouble()).isLessThan(0.01);
        assertThat(one.get("maps").get("occlusion").get("regions").size()).isEqualTo(9);

        Cli missing = Cli.run("explain", "score", run, folder.resolve("none.png"));
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("none.png");
    }

    @Test
    void photos_are_inverted_together() throws IOException {
        Cli cli = Cli.run(
                "explain",
                "invert",
                run,
                images.resolve("1.png"),
                images.resolve("2.png"),
                "--starts",
                "2",
                "--steps",
                "5",
                "--json");
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(cli.out());
        assertThat(json.get("compared").asText()).startsWith("pixels and features of random-");
        assertThat(json.get("images")).hasSize(2);
        assertThat(json.get("images").get(1).get("latent")).hasSizeGreaterThanOrEqualTo(100);
        assertThat(json.get("images").get(1).get("psnr").asDouble()).isBetween(3.0, 60.0);
        assertThat(run.resolve("explain/2-inverted.png")).isNotEmptyFile();
        assertThat(Cli.run("explain", "invert", run, images.resolve("1.png"), "--starts", "0")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void samples_are_chosen_and_truncation_is_measured() throws IOException {
        // There are only 20 real images, fewer than are asked for.
        Cli cli = Cli.run("explain", "samples", run, "-n", "50", "--quiet");
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("typical", "numbers within 0.75", "Perceptual path length", "20 samples");
        assertThat(run.resolve("explain/samples-novel.png")).isNotEmptyFile();
        assertThat(Cli.run("explain", "samples", run, "-n", "3").exitCode()).isEqualTo(2);
    }

    @Test
    void units_are_named_and_switched_off() throws IOException {
        Cli cli = Cli.run("explain", "units", run, "-k", "2", "--json");
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(cli.out());
        assertThat(json.get("units")).hasSize(2);
        assertThat(json.get("units").get(0).get("effect-low").asDouble())
                .isLessThanOrEqualTo(json.get("units").get(0).get("effect-high").asDouble());
        assertThat(run.resolve("explain/units.png")).isNotEmptyFile();
        Cli flat = Cli.run("explain", "units", run, "--layer", "99");
        assertThat(flat.exitCode()).isEqualTo(1);
        assertThat(flat.err()).contains("Layer 99");
    }

    @Test
    void all_of_it_is_on_one_page_that_can_be_sent() throws IOException {
        Cli cli = Cli.run("explain", run, "--quiet");
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        String page = Files.readString(run.resolve("explain.html"));
        assertThat(page)
                .contains("SeFa", "measured properties", "Units", "Samples", "Scores", "Inversion", "does not show")
                .doesNotContain("<script", "src=\"http");
        assertThat(page.length()).isLessThan(10_000_000);

        Cli mistyped = Cli.run("explain", "directons", run);
        assertThat(mistyped.exitCode()).isEqualTo(2);
        assertThat(mistyped.err()).contains("There is no command 'directons'; did you mean 'directions'?");
        assertThat(Cli.run("explain").out()).contains("Usage: duello explain");
    }

    @Test
    void photos_of_another_size_and_whole_folders_are_taken_and_damaged_ones_left_out() throws IOException {
        Path photos = Files.createDirectories(folder.resolve("photos/deeper"));
        PngFiles.write(photos.resolve("wide.png"), new ImageFormat(3, 40, 100), new byte[3 * 40 * 100]);
        Files.copy(images.resolve("3.png"), photos.resolve("../3.png"));
        byte[] whole = Files.readAllBytes(images.resolve("4.png"));
        Path damaged = folder.resolve("photos/damaged.png");
        Files.write(damaged, Arrays.copyOf(whole, whole.length / 2));
        Files.writeString(folder.resolve("photos/notes.txt"), "not an image");

        Cli cli =
                Cli.run("explain", "invert", run, folder.resolve("photos"), "--starts", "1", "--steps", "2", "--json");
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.err()).contains("warning: Cannot read " + damaged, "It is left out.");
        JsonNode json = new ObjectMapper().readTree(cli.out());
        assertThat(json.get("images")).hasSize(2);
        assertThat(json.get("images").get(1).get("file").asText()).endsWith("wide.png");

        Cli score = Cli.run("explain", "score", run, photos, "--quiet");
        assertThat(score.exitCode()).as(score.err()).isZero();
        assertThat(score.out()).contains("wide.png: probability");
        for (String command : List.of("invert", "score")) {
            Cli alone = Cli.run("explain", command, run, damaged);
            assertThat(alone.exitCode()).isEqualTo(1);
            assertThat(alone.err()).contains("Cannot read " + damaged).doesNotContain("at dev.duello");
            Cli empty = Cli.run("explain", command, run, Files.createDirectories(folder.resolve("empty")));
            assertThat(empty.exitCode()).isEqualTo(1);
            assertThat(empty.err()).contains("holds no images");
        }
    }
}
