package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.app.studio.explore.ScoreDistribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a score stands among those of reals and fakes. */
class ScoreTest {
    @TempDir
    private static Path folder;

    private static Path images;
    private static Path run;

    @BeforeAll
    static void train() {
        images = folder.resolve("images");
        run = folder.resolve("run");
        Cli training = ClassRun.train(images, run);
        assertThat(training.exitCode()).as(training.err()).isZero();
    }

    private static Path image() {
        return images.resolve("light").resolve("0.png");
    }

    @Test
    void a_percentile_is_the_share_that_scores_lower() {
        float[] sorted = {0.1f, 0.2f, 0.2f, 0.4f};

        assertThat(ScoreDistribution.percentile(sorted, 0.05f)).contains(0.0);
        assertThat(ScoreDistribution.percentile(sorted, 0.2f)).contains(50.0);
        assertThat(ScoreDistribution.percentile(sorted, 0.3f)).contains(75.0);
        assertThat(ScoreDistribution.percentile(sorted, 0.5f)).contains(100.0);
        assertThat(ScoreDistribution.percentile(new float[0], 0.5f)).isEmpty();
    }

    @Test
    void a_score_without_a_class_says_that_the_best_suiting_is_taken() {
        Cli cli = Cli.run("score", run, image());

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains("scored as the class that suits it best", "Most of 40 reals", "Most of 400 fakes");
    }

    @Test
    void the_class_that_suits_best_scores_no_lower_than_any_class() throws IOException {
        double best = score("score", run, image(), "--json");
        double light = score("score", run, image(), "--json", "--class", "light");
        double dark = score("score", run, image(), "--json", "--class", "0");

        assertThat(best).isEqualTo(Math.max(light, dark));
    }

    @Test
    void another_checkpoint_scores_otherwise_and_one_that_is_not_there_is_told() throws IOException {
        double untrained = score("score", run, image(), "--json", "--checkpoint", "0");
        assertThat(untrained).isNotEqualTo(score("score", run, image(), "--json"));

        Cli missing = Cli.run("score", run, image(), "--checkpoint", "7");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("There is no checkpoint '7'");
    }

    private static double score(Object... command) throws IOException {
        Cli cli = Cli.run(command);
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        return new ObjectMapper()
                .readTree(cli.out())
                .at("/images/0/probability")
                .asDouble();
    }

    @Test
    void with_a_class_its_own_reals_are_the_scale_and_the_numbers_repeat() throws IOException {
        Object[] command = {"score", run, image(), "--json", "--class", "light"};

        JsonNode node = new ObjectMapper().readTree(Cli.run(command).out());

        assertThat(node.at("/reals/count").asInt()).isEqualTo(20);
        assertThat(node.at("/fakes/count").asInt()).isEqualTo(400);
        assertThat(node.at("/images/0/percentile-of-reals").asDouble()).isBetween(0.0, 100.0);
        assertThat(new ObjectMapper().readTree(Cli.run(command).out())).isEqualTo(node);
    }

    @Test
    void a_class_that_is_not_there_is_misuse() {
        Cli cli = Cli.run("score", run, image(), "--class", "lihgt");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("did you mean 'light'?");
    }

    @Test
    void without_its_data_fakes_are_the_scale() throws IOException {
        Path hidden = folder.resolve("hidden");
        Files.move(images, hidden);
        try {
            Cli cli = Cli.run("score", run, hidden.resolve("light").resolve("0.png"));

            assertThat(cli.exitCode()).as(cli.err()).isZero();
            assertThat(cli.err()).contains("There are no real images to compare with.");
            assertThat(cli.out()).containsPattern("[01]\\.\\d{4} +- +\\d+ %");
        } finally {
            Files.move(hidden, images);
        }
    }
}
