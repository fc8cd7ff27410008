package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Canaries in trainings that know them by heart, and in private ones. */
@Tag("slow")
class PrivacyTestCommandTest {
    @TempDir
    private static Path folder;

    private static Path images;

    @BeforeAll
    static void make_images() {
        images = folder.resolve("images");
        Pictures.write(images, 30);
    }

    private static JsonNode test(String name, int exitCode, Object... more) throws IOException {
        Path run = folder.resolve(name);
        Object[] arguments = new Object[10 + more.length];
        System.arraycopy(
                new Object[] {
                    "privacy", "test", "--data", images, "--out", run, "--canaries", 100, "--quiet", "--threads=1"
                },
                0,
                arguments,
                0,
                10);
        System.arraycopy(more, 0, arguments, 10, more.length);
        Cli cli = Cli.run(arguments);
        assertThat(cli.exitCode()).as(cli.err()).isEqualTo(exitCode);
        return new ObjectMapper().readTree(run.resolve("canaries.json").toFile());
    }

    @Test
    void a_training_without_a_promise_gives_its_canaries_away() throws IOException {
        JsonNode found = test("open", 0, "--preset", "mlp", "--kimg", "4", "--batch", "16");

        assertThat(found.get("canaries").asInt()).isEqualTo(100);
        assertThat(found.get("included").asInt()).isBetween(25, 75);
        assertThat(found.get("correct").asDouble() / found.get("guesses").asDouble())
                .isGreaterThan(0.6);
        assertThat(found.has("promised")).isFalse();
    }

    @Test
    void a_private_training_does_not_contradict_its_promise() throws IOException {
        JsonNode found =
                test("private", 0, "--epsilon", "2", "--preset", "private-tiny", "--kimg", "0.3", "--batch", "16");

        assertThat(found.get("promised").get("epsilon").asDouble()).isEqualTo(2);
        assertThat(found.get("contradicted").asBoolean()).isFalse();
    }

    @Test
    void canaries_that_are_kept_out_and_too_few_are_refused() {
        assertThat(Cli.run("privacy", "test", "--data", images, "--set", "data.held-out=5")
                        .exitCode())
                .isEqualTo(2);
        assertThat(Cli.run("privacy", "test", "--data", images, "--canaries", 3).exitCode())
                .isEqualTo(2);
    }
}
