package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class VaeCommandTest {
    @TempDir
    private Path folder;

    @Test
    void an_evaluation_of_a_vae_tells_both_bounds_of_the_likelihood() throws IOException {
        Path images = folder.resolve("images");
        Path run = folder.resolve("run");
        Pictures.write(images, 20);
        Cli training = Cli.run(
                "train",
                "--preset",
                "vae-tiny",
                "--data",
                images,
                "--out",
                run,
                "--kimg",
                "0.32",
                "--batch",
                "16",
                "--watch",
                "none",
                "--threads",
                "1",
                "--set",
                "network=dcgan",
                "--set",
                "encoder.width=4",
                "--set",
                "decoder.width=4",
                "--set",
                "latent=4",
                "--set",
                "data.held-out=4");
        assertThat(training.exitCode()).as(training.err()).isZero();
        Cli evaluation = Cli.run("evaluate", run, "-n", "16", "--features", "random", "--json");
        assertThat(evaluation.exitCode()).as(evaluation.err()).isZero();
        JsonNode likelihood = new ObjectMapper().readTree(evaluation.out()).at("/likelihood");
        assertThat(likelihood.at("/images").asInt()).isEqualTo(4);
        assertThat(likelihood.at("/draws").asInt()).isEqualTo(100);
        assertThat(likelihood.at("/held-out").asBoolean()).isTrue();
        double elbo = likelihood.at("/elbo-nats").asDouble();
        assertThat(likelihood.at("/bound-nats").asDouble()).isGreaterThan(elbo);
        // 8 bits is what it takes to tell all values; colors of 16x16.
        double bits = likelihood.at("/bound-bits-per-dimension").asDouble();
        assertThat(bits).isBetween(0.0, 12.0);
        assertThat(bits).isLessThan(likelihood.at("/elbo-bits-per-dimension").asDouble());
    }
}
