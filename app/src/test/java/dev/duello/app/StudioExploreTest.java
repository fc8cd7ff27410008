package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.app.studio.Studio;
import dev.duello.data.source.Npy;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images by class, as the page asks for them. */
class StudioExploreTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static Path run;
    private static Studio studio;
    private static RawHttp http;
    private static String checkpoint;

    @BeforeAll
    static void open() throws IOException {
        Path root = folder.resolve("runs");
        run = root.resolve("classes");
        assertThat(ClassRun.train(folder.resolve("images"), run).exitCode()).isZero();
        assertThat(TinyRun.train(
                                folder.resolve("plain"),
                                root.resolve("plain"),
                                "--kimg",
                                "0.016",
                                "--quiet",
                                "--set",
                                "data.labels=ignore")
                        .exitCode())
                .isZero();
        studio = TestStudio.open(root);
        http = new RawHttp(URI.create(studio.address()).getPort());
        checkpoint = checkpoint("classes");
    }

    @AfterAll
    static void close() {
        studio.close();
    }

    private static String checkpoint(String run) throws IOException {
        JsonNode details = JSON.readTree(http.get("/api/runs/" + run).body());
        return "/api/runs/" + run + "/checkpoints/"
                + details.at("/checkpoints/0/name").asText();
    }

    /** @return the latents that belong to recipes, a row each */
    private static float[][] latents(String z, String more) throws IOException {
        RawHttp.Answer answer =
                http.get(checkpoint + "/latents.npy?z=" + URLEncoder.encode(z, StandardCharsets.UTF_8) + more);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        Path file = folder.resolve("latents.npy");
        Files.write(file, answer.body().getBytes(StandardCharsets.ISO_8859_1));
        Npy.Floats all = Npy.readFloats(file);
        float[][] rows = new float[all.shape()[0]][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(all.data(), i * all.shape()[1], (i + 1) * all.shape()[1]);
        }
        return rows;
    }

    private static float[] end(float[] latent) {
        return Arrays.copyOfRange(latent, latent.length - 2, latent.length);
    }

    @Test
    void classes_are_told_by_name_where_there_are_any() throws IOException {
        assertThat(JSON.readTree(http.get(checkpoint).body()).get("classes"))
                .map(JsonNode::asText)
                .containsExactly("dark & small", "light");
        assertThat(JSON.readTree(http.get(checkpoint("plain")).body()).get("classes"))
                .isEmpty();
    }

    @Test
    void images_of_a_class_are_those_of_the_command() throws IOException {
        Path file = folder.resolve("light.npy");
        Cli cli = Cli.run("sample", run, "--class", "light", "--seed", "3", "-n", "4", "--npy", file);
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        byte[] npy = Files.readAllBytes(file);
        for (String name : List.of("light", "1")) {
            JsonNode images = JSON.readTree(http.get(checkpoint + "/images?z=3.0;3.1;3.2;3.3&class=" + name)
                    .body());
            byte[] pixels = Base64.getDecoder().decode(images.get("pixels").asText());

            assertThat(pixels).isEqualTo(Arrays.copyOfRange(npy, npy.length - pixels.length, npy.length));
        }
    }

    @Test
    void a_class_holds_in_mixtures_and_in_arithmetic() throws IOException {
        String recipes = "1.0;1.0*0.7,1.1*0.7;1.0,1.1*-1,1.2;2.0*0.3,2.1*0.3,2.2*0.3,2.3*0.3;5.0,5.0*-1";
        for (float[] latent : latents(recipes, "&class=light&truncation=0.5")) {
            assertThat(end(latent)).containsExactly(0, 1);
        }
        for (float[] latent : latents(recipes, "&class=dark%20%26%20small")) {
            assertThat(end(latent)).containsExactly(1, 0);
        }
    }

    @Test
    void without_one_classes_are_mixed_as_the_images_are() throws IOException {
        StringBuilder row = new StringBuilder("4.0");
        for (int i = 1; i < 40; i++) {
            row.append(";4.").append(i);
        }
        float[][] all = latents(row.toString(), "");
        int dark = 0;
        int light = 0;
        for (int i = 0; i < all.length; i++) {
            assertThat(end(all[i])).containsExactlyInAnyOrder(0, 1);
            dark = end(all[i])[0] == 1 ? i : dark;
            light = end(all[i])[1] == 1 ? i : light;
        }
        String quarter = String.format("4.%d*0.3,4.%d*0.1", dark, light);
        String without = String.format("4.%d,4.%d*-1", dark, light);
        float[][] mixed = latents(quarter + ";" + without, "&truncation=0.5");

        assertThat(end(mixed[0])).containsExactly(0.75f, 0.25f);
        assertThat(end(mixed[1])).containsExactly(1, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ligth", "2", "-1", "999999999999", "%00"})
    void a_class_that_is_none_is_refused_in_a_sentence(String name) throws IOException {
        for (String what : List.of("/images", "/images.png", "/latents.npy")) {
            RawHttp.Answer answer = http.get(checkpoint + what + "?z=1.0&class=" + name);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("There is no class", "The classes are dark & small, light");
        }
        assertThat(http.get(checkpoint + "/images?z=1.0&class=ligth").body()).contains("did you mean 'light'?");
    }

    @Test
    void a_class_is_refused_where_there_are_none() throws IOException {
        RawHttp.Answer answer = http.get(checkpoint("plain") + "/images?z=1.0&class=light");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("trained without classes");
    }

    @Test
    void a_walk_is_a_gif_that_begins_anew_and_keeps_its_class() throws IOException {
        byte[] gif = download(checkpoint + "/walk.gif?z=1.0;1.1;1.2&steps=5&class=light");

        assertThat(frames(gif)).isEqualTo(15);
        assertThat(new String(gif, StandardCharsets.ISO_8859_1)).contains("NETSCAPE2.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "z=1.0",
                "z=1.0;1.1,1.2",
                "z=1.0;1.1&steps=1",
                "z=1.0;1.1&steps=many",
                "z=1.0;1.1;1.2;1.3;1.4&steps=64"
            })
    void a_walk_that_is_none_is_refused_in_a_sentence(String query) throws IOException {
        RawHttp.Answer answer = http.get(checkpoint + "/walk.gif?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"error\":\"");
    }

    @Test
    void the_sample_grids_of_a_training_are_a_gif() throws IOException {
        byte[] gif = download("/api/runs/classes/samples.gif");

        try (var files = Files.list(run.resolve("samples"))) {
            long grids = files.filter(file -> file.getFileName().toString().matches("\\d.*"))
                    .count();
            assertThat(grids).isGreaterThan(0);
            // The last one stays for a while.
            assertThat(frames(gif)).isEqualTo((int) grids + 7);
        }
    }

    private static byte[] download(String path) throws IOException {
        RawHttp.Answer answer = http.get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int frames(byte[] gif) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(gif))) {
            reader.setInput(in);
            int count = reader.getNumImages(true);
            assertThat(reader.read(count - 1).getWidth()).isGreaterThan(100);
            return count;
        } finally {
            reader.dispose();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classes", "plain"})
    void images_of_the_grids_of_a_training_are_made_again(String name) throws IOException {
        JsonNode details = JSON.readTree(http.get("/api/runs/" + name).body());
        JsonNode layout = details.get("grid");
        String seed = details.get("settings").get("training.seed").asText();
        String file = "";
        for (JsonNode sample : details.get("samples")) {
            if (sample.get("images").equals(details.at("/checkpoints/0/images"))) {
                file = sample.get("file").asText();
            }
        }
        BufferedImage grid =
                ImageIO.read(folder.resolve("runs").resolve(name).resolve(file).toFile());
        int width = layout.get("width").asInt();
        int height = layout.get("height").asInt();
        int margin = layout.get("margin").asInt();
        int columns = layout.get("columns").asInt();
        int scale = grid.getWidth() / (columns * (width + margin) + margin);

        for (int index : new int[] {0, 5, 63}) {
            JsonNode images = JSON.readTree(http.get(checkpoint(name) + "/images?z=g" + seed + "." + index + "*1.0000")
                    .body());
            byte[] pixels = Base64.getDecoder().decode(images.get("pixels").asText());
            int left = (index % columns * (width + margin) + margin) * scale;
            int top = (index / columns * (height + margin) + margin) * scale;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int there = grid.getRGB(left + x * scale, top + y * scale) >> 16 & 0xff;
                    int here = Byte.toUnsignedInt(
                            pixels[(y * width + x) * images.get("channels").asInt()]);
                    // An image alone and one of 64 may be summed in another order.
                    assertThat(here).isCloseTo(there, within(1));
                }
            }
        }
        assertThat(http.get(checkpoint(name) + "/images?z=g1.64").status()).isEqualTo(400);
    }
}
