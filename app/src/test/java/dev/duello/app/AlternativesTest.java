package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.data.Dataset;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import dev.duello.nn.Architecture;
import dev.duello.train.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class AlternativesTest {
    @TempDir
    private Path folder;

    private Path images;

    @BeforeEach
    void write() {
        images = folder.resolve("images");
        Pictures.write(images, 20);
    }

    @Test
    void all_have_the_same_decoder_and_as_many_parameters() {
        try (Dataset data = Datasets.open(images.toString(), LoadOptions.DEFAULT)) {
            Map<Alternative, Experiment> experiments =
                    Alternative.experiments(data, Map.of("data.source", images.toString()));
            assertThat(experiments).hasSize(4);
            Experiment gan = experiments.get(Alternative.ALL.getFirst());
            Architecture generator = gan.forImages(data).architectures().get("generator");
            long parameters = Alternative.parameters(gan, data);
            experiments.forEach((alternative, experiment) -> {
                assertThat((double) Alternative.parameters(experiment, data))
                        .as(alternative.name())
                        .isCloseTo(parameters, within(0.05 * parameters));
                if (alternative != Alternative.ALL.getFirst()) {
                    assertThat(experiment.forImages(data).architectures().get("decoder"))
                            .isEqualTo(generator);
                }
            });
        }
    }

    @Test
    void all_are_trained_measured_and_shown_and_what_is_done_is_not_done_again() throws IOException {
        Path out = folder.resolve("out");
        Object[] command = {
            "compare",
            "--alternatives",
            images,
            "--kimg",
            "0.064",
            "--out",
            out,
            "--set",
            "training.batch=8",
            "--set",
            "machine.threads=1",
            "--set",
            "data.held-out=4",
            "--json"
        };
        Cli first = Cli.run(command);
        assertThat(first.exitCode()).as(first.err()).isZero();
        JsonNode learners = new ObjectMapper().readTree(first.out()).at("/learners");
        assertThat(learners).hasSize(4);
        for (JsonNode learner : learners) {
            assertThat(learner.at("/failure").asText()).isEmpty();
            assertThat(learner.at("/values/fid").asDouble()).isPositive();
            assertThat(learner.at("/values/sharpness").asDouble()).isPositive();
            boolean hasEncoder = !learner.at("/learner").asText().equals("GAN");
            assertThat(learner.at("/values").has("psnr")).isEqualTo(hasEncoder);
            assertThat(learner.at("/values").has("bits"))
                    .isEqualTo(learner.at("/learner").asText().equals("VAE"));
        }
        assertThat(Files.readString(out.resolve("alternatives.html"))).contains("<img", "VAE-GAN");

        FileTime before = Files.getLastModifiedTime(out.resolve("vae-seed0/events.jsonl"));
        Cli second = Cli.run(command);
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(Files.getLastModifiedTime(out.resolve("vae-seed0/events.jsonl")))
                .isEqualTo(before);
    }

    @Test
    void what_does_not_go_together_is_refused_in_a_sentence() {
        Cli both = Cli.run("compare", "--alternatives", images, "--for", "1m", "--kimg", "1");
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("leave one out");
        Cli runs = Cli.run("compare", "--kimg", "1");
        assertThat(runs.exitCode()).isEqualTo(2);
        assertThat(runs.err()).contains("are for --alternatives");
        Path single = folder.resolve("single");
        Pictures.write(single, 1);
        Cli one = Cli.run("compare", "--alternatives", single, "--kimg", "0.01", "--out", folder.resolve("no"));
        assertThat(one.exitCode()).isEqualTo(1);
        assertThat(one.err()).contains("1 image");
        assertThat(folder.resolve("no")).doesNotExist();
    }
}
