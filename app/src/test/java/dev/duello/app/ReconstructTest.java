package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ReconstructTest {
    @TempDir
    private static Path folder;

    private static Path images;
    private static Path run;

    @BeforeAll
    static void train() {
        images = folder.resolve("images");
        run = folder.resolve("run");
        Pictures.write(images, 20);
        Cli training = Cli.run(
                "train",
                "--preset",
                "autoencoder-tiny",
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
                "encoder.width=8",
                "--set",
                "decoder.width=8",
                "--set",
                "data.held-out=4");
        assertThat(training.exitCode()).as(training.err()).isZero();
        assertThat(training.err()).doesNotContainIgnoringCase("discriminator").doesNotContain("GAN");
    }

    @Test
    void images_that_were_kept_out_stand_above_what_the_autoencoder_makes_of_them() throws IOException {
        Path picture = folder.resolve("grid.png");
        JsonNode found = Cli.json("reconstruct", run, "--test", "--json", "-o", picture);

        assertThat(found.at("/images").asInt()).isEqualTo(4);
        double error = found.at("/mean-squared-error").asDouble();
        assertThat(error).isBetween(0.0, 0.5).isNotZero();
        assertThat(found.at("/psnr").asDouble()).isEqualTo(-10 * Math.log10(error));
        // 3 columns, so two rows of each, with margins of 2 around cells of 16, enlarged 8 times.
        BufferedImage grid = ImageIO.read(picture.toFile());
        assertThat(grid.getWidth()).isEqualTo((3 * 18 + 2) * 8);
        assertThat(grid.getHeight()).isEqualTo((4 * 18 + 2) * 8);
        assertThat(Cli.json("reconstruct", run, "--test", "--json", "-n", "2", "-o", picture)
                        .at("/images")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void an_exported_folder_with_its_encoder_does_the_same() throws IOException {
        Path exported = folder.resolve("exported");
        Cli.json("export", run, "--safetensors", exported, "--encoder", "--json");
        Path image = images.resolve("3.png");
        Path picture = folder.resolve("exported.png");
        JsonNode ofRun = Cli.json("reconstruct", run, image, "--json", "-o", picture);
        JsonNode ofFolder = Cli.json("reconstruct", exported, image, "--json", "-o", picture);
        assertThat(ofFolder.at("/mean-squared-error").asDouble())
                .isCloseTo(ofRun.at("/mean-squared-error").asDouble(), within(0.002));
        assertThat(Cli.json("encode", exported, image, "--npy", folder.resolve("z.npy"), "--json")
                        .at("/images")
                        .asInt())
                .isEqualTo(1);
        assertThat(Cli.run("reconstruct", exported, "--held-out", "-o", picture).err())
                .contains("is an exported folder", "instead of --held-out");
    }

    @Test
    void the_numbers_are_those_of_the_picture() throws IOException {
        Path picture = folder.resolve("one.png");
        Path image = images.resolve("3.png");
        JsonNode found = Cli.json("reconstruct", run, image, "--json", "-o", picture);

        BufferedImage original = ImageIO.read(image.toFile());
        BufferedImage grid = ImageIO.read(picture.toFile());
        double sum = 0;
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 16; x++) {
                int left = (2 + x) * 8;
                assertThat(grid.getRGB(left, (2 + y) * 8)).isEqualTo(original.getRGB(x, y));
                int below = grid.getRGB(left, (20 + y) * 8);
                for (int shift = 0; shift <= 16; shift += 8) {
                    sum += Math.pow(((original.getRGB(x, y) >> shift & 255) - (below >> shift & 255)) / 255.0, 2);
                }
            }
        }
        assertThat(found.at("/mean-squared-error").asDouble()).isCloseTo(sum / (3 * 256), within(1e-9));
        Cli words = Cli.run("reconstruct", run, image, "-o", picture);
        assertThat(words.out()).contains("Mean squared error", "PSNR", "SSIM", "1 image");
        assertThat(found.at("/ssim").asDouble()).isBetween(-1.0, 1.0);
    }

    @Test
    void latents_are_written_as_an_array_and_lead_from_one_image_to_another() throws IOException {
        Path array = folder.resolve("latents.npy");
        JsonNode encoded =
                Cli.json("encode", run, images.resolve("1.png"), images.resolve("2.png"), "--npy", array, "--json");
        assertThat(encoded.at("/images").asInt()).isEqualTo(2);
        int latent = encoded.at("/latent").asInt();
        byte[] bytes = Files.readAllBytes(array);
        assertThat(new String(bytes, 0, 128, StandardCharsets.ISO_8859_1)).contains("'<f4'", "(2, " + latent + ")");
        ByteBuffer numbers =
                ByteBuffer.wrap(bytes, bytes.length - 8 * latent, 8 * latent).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 2 * latent; i++) {
            assertThat(numbers.getFloat()).isFinite();
        }
        assertThat(Cli.json("encode", run, "--held-out", "--npy", array, "--json")
                        .at("/images")
                        .asInt())
                .isEqualTo(4);

        Path walk = folder.resolve("walk.png");
        JsonNode sampled = Cli.json(
                "sample",
                run,
                "--interpolate",
                "5",
                "--image",
                images.resolve("1.png"),
                "--image",
                images.resolve("2.png"),
                "--grid",
                walk,
                "--json");
        assertThat(sampled.at("/count").asInt()).isEqualTo(5);
        assertThat(walk).exists();
        Cli single = Cli.run("sample", run, "--interpolate", "5", "--image", images.resolve("1.png"));
        assertThat(single.exitCode()).isEqualTo(2);
        assertThat(single.err()).contains("--image must be given at least twice");
    }

    @Test
    void what_cannot_be_reconstructed_is_refused_in_a_sentence() {
        Path gan = folder.resolve("gan");
        Cli training = TinyRun.trainMlp(images, gan, "--kimg", "0.032", "--watch", "none");
        assertThat(training.exitCode()).as(training.err()).isZero();

        Cli noEncoder = Cli.run("reconstruct", gan, images.resolve("1.png"), "-o", folder.resolve("no.png"));
        assertThat(noEncoder.exitCode()).isEqualTo(1);
        assertThat(noEncoder.err()).contains("has no encoder");
        assertThat(folder.resolve("no.png")).doesNotExist();

        Cli noCritic = Cli.run("score", run, images.resolve("1.png"));
        assertThat(noCritic.exitCode()).isEqualTo(1);
        assertThat(noCritic.err()).contains("has no discriminator");

        Cli nothing = Cli.run("reconstruct", run);
        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(nothing.err()).contains("Name images, or --held-out");

        Cli missing = Cli.run("reconstruct", run, folder.resolve("nowhere.png"), "-o", folder.resolve("no.png"));
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("nowhere.png");
    }

    @Test
    void an_autoencoder_is_sampled_from_and_reported_like_any_run() throws IOException {
        assertThat(Cli.json("sample", run, "-n", "4", "--json", "--npy", folder.resolve("four.npy"))
                        .at("/count")
                        .asInt())
                .isEqualTo(4);
        Path page = run.resolve("report.html");
        Cli report = Cli.run("report", run);
        assertThat(report.exitCode()).as(report.err()).isZero();
        assertThat(Files.readString(page)).contains("reconstruction loss").doesNotContain("discriminator");
    }

    @Test
    void what_an_autoencoder_has_learned_is_explained_but_it_has_no_score() {
        Path photo = images.resolve("0.png");
        Cli score = Cli.run("explain", "score", run, photo, "--quiet");
        assertThat(score.exitCode()).isEqualTo(1);
        assertThat(score.err()).contains("This model has no discriminator, so there is no score to explain.");

        Cli inverted = Cli.run("explain", "invert", run, photo, "--starts", "1", "--steps", "3", "--quiet");
        assertThat(inverted.exitCode()).as(inverted.err()).isZero();
        Cli directions = Cli.run("explain", "directions", run, "-k", "2", "--quiet");
        assertThat(directions.exitCode()).as(directions.err()).isZero();
        assertThat(directions.out()).contains("sefa-1");
    }
}
