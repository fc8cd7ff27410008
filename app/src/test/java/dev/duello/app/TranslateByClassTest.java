package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.app.serve.Service;
import dev.duello.app.studio.Studio;
import dev.duello.data.image.Picture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A translator that is told the class, wherever images are translated. */
@Tag("slow")
class TranslateByClassTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IMAGE = "light/3.png";

    @TempDir
    private static Path folder;

    private static Path images;
    private static Path run;

    @BeforeAll
    static void train() {
        images = folder.resolve("images");
        run = folder.resolve("runs/classes");
        Cli training = TranslatorRun.trainByClass(images, run);
        assertThat(training.exitCode()).as(training.err()).isZero();
    }

    private static byte[] translated(Path image, Object... more) {
        Path out = folder.resolve("made");
        Object[] command = new Object[6 + more.length];
        System.arraycopy(new Object[] {"translate", run, image, "--out", out, "--force"}, 0, command, 0, 6);
        System.arraycopy(more, 0, command, 6, more.length);
        Cli cli = Cli.run(command);
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        return pixels(Picture.read(out.resolve("3.png")));
    }

    private static byte[] pixels(Picture opaque) {
        return opaque.withChannels(3).pixels();
    }

    @Test
    void the_class_is_that_of_the_folder_or_the_one_that_is_named() throws IOException {
        byte[] light = translated(images.resolve(IMAGE));
        assertThat(translated(images.resolve(IMAGE), "--class", "light")).isEqualTo(light);
        assertThat(translated(images.resolve(IMAGE), "--class", "1")).isEqualTo(light);
        assertThat(translated(images.resolve(IMAGE), "--class", "dark & #1")).isNotEqualTo(light);
        Path out = folder.resolve("all");
        assertThat(Cli.run("translate", run, images, "--out", out).exitCode()).isZero();
        assertThat(pixels(Picture.read(out.resolve(IMAGE)))).isEqualTo(light);
        Path deep = Files.createDirectories(folder.resolve("light/deep"));
        Files.copy(images.resolve(IMAGE), deep.resolve("3.png"));
        assertThat(Cli.run("translate", run, deep.getParent(), "--out", folder.resolve("nested"))
                        .exitCode())
                .isZero();
        assertThat(pixels(Picture.read(folder.resolve("nested/deep/3.png")))).isEqualTo(light);
    }

    @Test
    void a_class_that_is_missing_unknown_or_not_wanted_is_refused_in_a_sentence() throws IOException {
        Path loose = Files.copy(images.resolve(IMAGE), folder.resolve("loose.png"));
        Path out = folder.resolve("refused");
        Cli missing = Cli.run("translate", run, images, loose, "--out", out);
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("loose.png lies in no folder with the name of one", "dark & #1, light");
        Cli unknown = Cli.run("translate", run, loose, "--class", "lihgt", "--out", out);
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("There is no class 'lihgt'", "did you mean 'light'");
        assertThat(out).doesNotExist();
    }

    @Test
    void held_out_images_are_measured_each_of_its_own_class() throws IOException {
        Cli found = Cli.run("evaluate", run, "--features", "random", "--json");
        assertThat(found.exitCode()).as(found.err()).isZero();
        assertThat(JSON.readTree(found.out()).at("/protocol/fakes").asInt()).isEqualTo(8);
    }

    @Test
    void other_programs_get_a_network_with_an_input_for_the_class() {
        Path onnx = folder.resolve("colors.onnx");
        Cli export = Cli.run("export", run, "--onnx", onnx);
        assertThat(export.exitCode()).as(export.err()).isZero();
        assertThat(export.out()).contains("ONNX Runtime makes the same of 16 inputs");
        assertThat(Cli.run("export", run, "--safetensors", folder.resolve("exported"))
                        .exitCode())
                .isZero();
        assertThat(folder.resolve("exported/generator.py")).content().contains("CLASSES = 2", "torch.cat([x, classes");
    }

    @Test
    void the_service_takes_the_class_by_name_number_or_tensor() throws IOException {
        byte[] file = Files.readAllBytes(images.resolve(IMAGE));
        byte[] light = translated(images.resolve(IMAGE));
        try (Service service = Service.open(ServiceClient.settings(Map.of("colors", run), null, 2), null)) {
            for (String query : new String[] {"?class=light", "?class=1"}) {
                HttpResponse<byte[]> made = ServiceClient.post(service, "/v1/translate" + query, "image/png", file);
                assertThat(pixels(Picture.decode(made.body()))).isEqualTo(light);
            }
            ObjectNode body = JSON.createObjectNode()
                    .put("image", Base64.getEncoder().encodeToString(file))
                    .put("class", 0);
            assertThat(Picture.decode(ServiceClient.post(service, "/v1/translate", body)
                                    .body())
                            .pixels())
                    .isNotEqualTo(Picture.decode(file).pixels());
            assertThat(ServiceClient.refusal(ServiceClient.post(service, "/v1/translate", "image/png", file), 400))
                    .contains("one must be named. The classes are dark & #1, light");
            assertThat(ServiceClient.refusal(
                            ServiceClient.post(service, "/v1/translate?class=lite", "image/png", file), 400))
                    .contains("there is no 'lite'");

            JsonNode told = ServiceClient.json(ServiceClient.get(service, "/v2/models/colors"), 200);
            assertThat(told.at("/inputs/0/name").asText()).isEqualTo("source");
            assertThat(told.at("/inputs/1/name").asText()).isEqualTo("class");
            byte[] gray = Picture.decode(file).withChannels(1).pixels();
            ObjectNode request = JSON.createObjectNode();
            ArrayNode inputs = request.putArray("inputs");
            ObjectNode source = inputs.addObject().put("name", "source").put("datatype", "FP32");
            source.putArray("shape").add(2).add(1).add(16).add(16);
            ArrayNode numbers = source.putArray("data");
            for (int i = 0; i < 512; i++) {
                numbers.add((gray[i % 256] & 255) / 127.5 - 1);
            }
            ObjectNode classes = inputs.addObject().put("name", "class").put("datatype", "INT64");
            classes.putArray("shape").add(2);
            classes.putArray("data").add(0).add(1);
            JsonNode pixels = ServiceClient.json(ServiceClient.post(service, "/v2/models/colors/infer", request), 200)
                    .at("/outputs/0/data");
            assertThat(pixels).hasSize(2 * light.length);
            int differing = 0;
            for (int i = 0; i < light.length; i++) {
                assertThat(pixels.get(light.length + i).asInt() - (light[i] & 255))
                        .isBetween(-1, 1);
                differing += Math.abs(pixels.get(i).asInt() - (light[i] & 255)) > 1 ? 1 : 0;
            }
            assertThat(differing).isPositive();
            inputs.remove(1);
            assertThat(ServiceClient.refusal(ServiceClient.post(service, "/v2/models/colors/infer", request), 400))
                    .contains("The inputs of the model are source and class");
        }
    }

    @Test
    void the_studio_tells_the_class_of_a_pair_and_takes_any() throws Exception {
        try (Studio studio = TestStudio.open(run.getParent());
                HttpClient client = HttpClient.newHttpClient()) {
            URI address = URI.create(studio.address());
            RawHttp http = new RawHttp(address.getPort());
            JsonNode details = JSON.readTree(http.get("/api/runs/classes").body());
            String base = "/api/runs/classes/checkpoints/"
                    + details.at("/checkpoints/0/name").asText();
            assertThat(JSON.readTree(http.get(base + "/translator").body()).get("classes"))
                    .hasToString("[\"dark & #1\",\"light\"]");
            assertThat(JSON.readTree(http.get(base + "/pair?number=0").body())
                            .get("className")
                            .asText())
                    .isIn("dark & #1", "light");
            HttpRequest.Builder post = HttpRequest.newBuilder(address)
                    .header("X-Duello-Token", address.getQuery().replace("token=", ""))
                    .POST(HttpRequest.BodyPublishers.ofFile(images.resolve(IMAGE)));
            HttpResponse<String> made = client.send(
                    post.uri(address.resolve(base + "/translate?class=light")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(Base64.getDecoder()
                            .decode(JSON.readTree(made.body())
                                    .at("/results/pixels")
                                    .asText()))
                    .isEqualTo(translated(images.resolve(IMAGE), "--class", "light"));
            HttpResponse<String> refused = client.send(
                    post.uri(address.resolve(base + "/translate")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("makes images by class: name one");
        }
    }
}
