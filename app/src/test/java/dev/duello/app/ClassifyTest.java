package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ClassifyTest {
    @TempDir
    private Path folder;

    private Path images(int ofEach) {
        Path images = folder.resolve("images");
        Pictures.write(images.resolve("one"), ofEach);
        Pictures.write(images.resolve("two"), ofEach);
        return images;
    }

    @Test
    void a_classifier_is_trained_saved_and_tested() throws IOException {
        Path images = images(80);
        Path file = folder.resolve("c.safetensors");
        JsonNode trained =
                Cli.json("classify", "train", "--data", images, "--out", file, "--epochs", "1", "--json", "--quiet");
        assertThat(trained.at("/test-images").asInt()).isEqualTo(16);
        assertThat(trained.at("/accuracy").asDouble()).isBetween(0.0, 1.0);
        assertThat(file).exists();

        Path run = folder.resolve("run");
        Cli training = Cli.run(
                "train",
                "--preset",
                "classifier",
                "--data",
                images,
                "--out",
                run,
                "--kimg",
                "0.256",
                "--threads",
                "1",
                "--quiet");
        assertThat(training.exitCode()).as(training.err()).isZero();
        assertThat(training.out()).contains("duello classify test").doesNotContain("duello sample");

        Cli sampling = Cli.run("sample", run, "--grid", folder.resolve("grid.png"));
        assertThat(sampling.exitCode()).isEqualTo(1);
        assertThat(sampling.err()).contains("makes no images");
    }

    @Test
    void images_that_cannot_teach_a_classifier_are_refused_in_words() {
        Cli few = Cli.run("classify", "train", "--data", images(10), "--out", folder.resolve("c.safetensors"));
        assertThat(few.exitCode()).isEqualTo(1);
        assertThat(few.err()).contains("has only 18 images to train on; a step takes 128");
        assertThat(folder.resolve("c.safetensors")).doesNotExist();
    }
}
