package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A GAN that knows two classes, given away as an ONNX file. */
@Tag("slow")
class ExportTest {
    @TempDir
    private static Path folder;

    private static Path run;

    @BeforeAll
    static void train() {
        run = folder.resolve("run");
        Cli training = ClassRun.train(folder.resolve("images"), run);
        assertThat(training.exitCode()).as(training.err()).isZero();
    }

    private static OrtSession open(Path file) throws OrtException {
        return OrtEnvironment.getEnvironment().createSession(file.toString());
    }

    @Test
    void a_generator_has_named_inputs_a_batch_of_any_size_and_tells_what_it_is() throws Exception {
        Path file = folder.resolve("generator.onnx");
        JsonNode told = Cli.json("export", run, "--onnx", file, "--license", "CC0-1.0", "--json");

        assertThat(told.at("/network").asText()).isEqualTo("generator");
        assertThat(told.at("/bytes").asLong()).isEqualTo(Files.size(file));
        assertThat(told.at("/difference").asDouble()).isLessThan(1e-5);
        try (OrtSession session = open(file)) {
            assertThat(session.getInputNames()).containsExactly("z", "class");
            assertThat(((TensorInfo) session.getInputInfo().get("class").getInfo()).getShape())
                    .containsExactly(-1, 2);
            assertThat(((TensorInfo) session.getOutputInfo().get("samples").getInfo()).getShape())
                    .containsExactly(-1, 3, 16, 16);
            Map<String, String> metadata = session.getMetadata().getCustomMetadata();
            assertThat(metadata)
                    .containsEntry("duello.classes", "[\"dark & small\",\"light\"]")
                    .containsEntry("duello.latent-distribution", "standard normal")
                    .containsEntry("duello.format", "16x16x3")
                    .containsEntry("duello.data", "images")
                    .containsEntry("duello.license", "CC0-1.0")
                    .containsEntry("duello.kimg", "0.16");
            // Where the images lay is nobody's business.
            assertThat(metadata.toString()).doesNotContain(folder.toString());
            assertThat(run(session, 1).remaining()).isEqualTo(3 * 16 * 16 * Float.BYTES);
            assertThat(run(session, 5).remaining()).isEqualTo(5 * 3 * 16 * 16 * Float.BYTES);
        }
    }

    private static ByteBuffer run(OrtSession session, int batch) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        int latent = (int) ((TensorInfo) session.getInputInfo().get("z").getInfo()).getShape()[1];
        float[] z = new float[batch * latent];
        Random random = new Random(1);
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) random.nextGaussian();
        }
        float[] classes = new float[batch * 2];
        for (int i = 0; i < batch; i++) {
            classes[2 * i + i % 2] = 1;
        }
        try (OnnxTensor zs = OnnxTensor.createTensor(environment, FloatBuffer.wrap(z), new long[] {batch, latent});
                OnnxTensor ones =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(classes), new long[] {batch, 2});
                OrtSession.Result result = session.run(Map.of("z", zs, "class", ones))) {
            return ((OnnxTensor) result.get(0)).getByteBuffer();
        }
    }

    @Test
    void bytes_are_the_rounded_floats_and_half_precision_halves_the_file() throws Exception {
        Path floats = folder.resolve("floats.onnx");
        Path bytes = folder.resolve("bytes.onnx");
        Path half = folder.resolve("half.onnx");
        Cli.json("export", run, "--onnx", floats, "--json");
        Cli.json("export", run, "--onnx", bytes, "--uint8", "--opset", "18", "--json");
        JsonNode rounded = Cli.json("export", run, "--onnx", half, "--half", "--json");

        assertThat(rounded.at("/difference").asDouble()).isLessThan(1e-5);
        assertThat(rounded.at("/rounding").asDouble()).isBetween(1e-6, 0.02);
        assertThat((double) Files.size(half) / Files.size(floats)).isBetween(0.45, 0.55);
        try (OrtSession one = open(floats);
                OrtSession other = open(bytes)) {
            assertThat(((TensorInfo) other.getOutputInfo().get("samples").getInfo()).getShape())
                    .containsExactly(-1, 16, 16, 3);
            FloatBuffer expected = run(one, 4).asFloatBuffer();
            ByteBuffer found = run(other, 4);
            for (int n = 0; n < 4; n++) {
                for (int pixel = 0; pixel < 256; pixel++) {
                    for (int c = 0; c < 3; c++) {
                        float value = expected.get((n * 3 + c) * 256 + pixel);
                        int level = found.get((n * 256 + pixel) * 3 + c) & 0xFF;
                        assertThat((double) level).isBetween((value + 1) * 127.5 - 0.51, (value + 1) * 127.5 + 0.51);
                    }
                }
            }
        }
    }

    @Test
    void the_discriminator_is_a_file_as_well() throws Exception {
        Path file = folder.resolve("discriminator.onnx");
        Cli words = Cli.run("export", run, "--onnx", file, "--discriminator");

        assertThat(words.exitCode()).as(words.err()).isZero();
        assertThat(words.out()).contains("The discriminator of 16x16x3", "ONNX Runtime makes the same of 16 inputs");
        try (OrtSession session = open(file)) {
            assertThat(session.getInputNames()).containsExactly("sample");
            assertThat(((TensorInfo) session.getOutputInfo().get("logits").getInfo()).getShape())
                    .containsExactly(-1, 2);
        }
    }

    @Test
    void a_folder_of_safetensors_is_sampled_from_like_its_run() throws Exception {
        Path exported = folder.resolve("exported");
        Cli.json("export", run, "--safetensors", exported, "--discriminator", "--json");
        assertThat(exported.resolve("generator.py")).isNotEmptyFile();

        Cli.json("sample", run, "-n", "9", "--class", "light", "--grid", folder.resolve("run.png"), "--json");
        Cli.json("sample", exported, "-n", "9", "--class", "light", "--grid", folder.resolve("folder.png"), "--json");
        BufferedImage one = ImageIO.read(folder.resolve("run.png").toFile());
        BufferedImage other = ImageIO.read(folder.resolve("folder.png").toFile());
        assertThat(other.getWidth()).isEqualTo(one.getWidth());
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                for (int shift = 0; shift <= 16; shift += 8) {
                    // bfloat16, where the processor has it, rounds weights that are folded otherwise.
                    assertThat((other.getRGB(x, y) >> shift & 255) - (one.getRGB(x, y) >> shift & 255))
                            .isBetween(-4, 4);
                }
            }
        }
        assertThat(Cli.run("sample", exported, "--checkpoint", "1").err()).contains("no checkpoints");
        assertThat(Cli.run("export", run, "--safetensors", exported).err()).contains("is not empty", "--force");
        assertThat(Cli.run("export", run).exitCode()).isEqualTo(2);
        // What is only known of a run is asked of the run.
        assertThat(Cli.run("explain", "directions", exported).err())
                .contains("is an exported folder", "the run that it was exported from");
        // What was exported can be exported.
        Cli.json("export", exported, "--onnx", folder.resolve("again.onnx"), "--json");
    }

    @Test
    void a_folder_of_safetensors_scores_images_and_is_measured_against_data_that_are_named() throws Exception {
        Path exported = folder.resolve("judge");
        Cli.json("export", run, "--safetensors", exported, "--discriminator", "--json");
        Path photo = folder.resolve("images/light/3.png");

        JsonNode ofRun = Cli.json("score", run, photo, "--class", "light", "--json", "--quiet");
        JsonNode ofFolder = Cli.json("score", exported, photo, "--class", "light", "--json", "--quiet");
        assertThat(ofFolder.at("/images/0/probability").asDouble())
                // bfloat16, where the processor has it, rounds weights that are folded otherwise.
                .isCloseTo(ofRun.at("/images/0/probability").asDouble(), within(0.02));
        assertThat(ofFolder.has("fakes")).isTrue();
        assertThat(ofFolder.has("reals")).isFalse();
        assertThat(Cli.run("score", exported, photo).err()).contains("does not know its training images");

        Path page = folder.resolve("judge.html");
        JsonNode measured = Cli.json(
                "evaluate",
                exported,
                "--against",
                folder.resolve("images"),
                "-n",
                "20",
                "--features",
                "random",
                "--metrics",
                "fid",
                "--html",
                page,
                "--json",
                "--quiet");
        assertThat(measured.at("/values/fid").asDouble()).isPositive();
        assertThat(page).isNotEmptyFile();
        assertThat(exported.resolve("evaluation.html")).doesNotExist();
        assertThat(Cli.run("evaluate", exported).err()).contains("--against NAME");
    }

    @Test
    void what_cannot_be_written_is_refused_in_a_sentence_and_nothing_is_lost() throws Exception {
        Path file = folder.resolve("precious.onnx");
        Files.writeString(file, "precious");

        Cli there = Cli.run("export", run, "--onnx", file);
        assertThat(there.exitCode()).isEqualTo(1);
        assertThat(there.err()).contains("precious.onnx is there already", "--force");
        assertThat(file).hasContent("precious");

        Cli encoder = Cli.run("export", run, "--onnx", file, "--force", "--encoder");
        assertThat(encoder.exitCode()).isEqualTo(1);
        assertThat(encoder.err()).contains("has no encoder");
        assertThat(file).hasContent("precious");

        Cli opset = Cli.run("export", run, "--onnx", file, "--force", "--opset", "12");
        assertThat(opset.exitCode()).isEqualTo(2);
        assertThat(opset.err()).contains("--opset is 18 to 26, not 12");

        Cli logits = Cli.run("export", run, "--onnx", file, "--force", "--discriminator", "--uint8");
        assertThat(logits.exitCode()).isEqualTo(1);
        assertThat(logits.err()).contains("uint8 is for generators of images");

        Cli directory = Cli.run("export", run, "--onnx", folder, "--force");
        assertThat(directory.exitCode()).isEqualTo(1);
        assertThat(directory.err()).contains("is a folder");

        assertThat(Cli.run("export", run, "--onnx", file, "--force").exitCode()).isZero();
        assertThat(Files.size(file)).isGreaterThan(10_000);
    }
}
