package dev.duello.app;

import static dev.duello.app.ServiceClient.atOnce;
import static dev.duello.app.ServiceClient.get;
import static dev.duello.app.ServiceClient.json;
import static dev.duello.app.ServiceClient.metric;
import static dev.duello.app.ServiceClient.post;
import static dev.duello.app.ServiceClient.refusal;
import static dev.duello.app.ServiceClient.request;
import static dev.duello.app.ServiceClient.send;
import static dev.duello.app.ServiceClient.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.app.serve.Service;
import dev.duello.data.source.Npy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images, scores and latents of the service over the network, which are those of the command. */
@Tag("slow")
class ServeTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static Path images;
    private static Path run;
    private static Service service;

    @BeforeAll
    static void open() {
        images = folder.resolve("images");
        run = folder.resolve("two-classes");
        assertThat(ClassRun.train(images, run).exitCode()).isZero();
        service = Service.open(settings(Map.of("clothes", run), null, 20), null);
    }

    @AfterAll
    static void close() {
        service.close();
    }

    /** What the command makes. */
    private static byte[] sampled(Object... options) throws IOException {
        Path file = folder.resolve("sampled-" + System.nanoTime());
        List<Object> words = new ArrayList<>(List.of("sample", run, "--quiet"));
        words.addAll(List.of(options));
        words.add(file);
        Cli cli = Cli.run(words.toArray());
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        return Files.readAllBytes(file);
    }

    @Test
    void the_same_seed_gives_the_images_of_the_command() throws Exception {
        byte[] array = sampled("-n", 5, "--seed", 7, "--npy");
        HttpResponse<byte[]> response = post(service, "/v1/images", "{\"n\": 5, \"seed\": 7, \"format\": \"npy\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(array);
        assertThat(response.headers().firstValue("Duello-Seed")).contains("7");
        assertThat(post(service, "/v1/images", "{\"n\": 9, \"seed\": 3}").body())
                .isEqualTo(sampled("-n", 9, "--seed", 3, "--grid"));
        assertThat(post(service, "/v1/images", "{\"n\":4,\"seed\":1,\"class\":\"light\",\"format\":\"npy\"}")
                        .body())
                .isEqualTo(sampled("-n", 4, "--seed", 1, "--class", "light", "--npy"));
        assertThat(post(service, "/v1/images", "{\"n\":4,\"seed\":1,\"class\":1,\"format\":\"npy\"}")
                        .body())
                .isEqualTo(sampled("-n", 4, "--seed", 1, "--class", 1, "--npy"));
        assertThat(post(service, "/v1/images", "{\"n\":300,\"seed\":7,\"format\":\"npy\",\"alone\":true}")
                        .body())
                .isEqualTo(sampled("-n", 300, "--seed", 7, "--npy"));
    }

    @Test
    void without_a_seed_each_answer_names_another() {
        HttpResponse<byte[]> first = post(service, "/v1/images", "{}");
        HttpResponse<byte[]> second = post(service, "/v1/images", "");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.headers().firstValue("Duello-Seed"))
                .isNotEqualTo(first.headers().firstValue("Duello-Seed"));
        String seed = first.headers().firstValue("Duello-Seed").orElseThrow();
        assertThat(post(service, "/v1/images", "{\"seed\":" + seed + "}").body())
                .isEqualTo(first.body());
    }

    @Test
    void an_archive_holds_a_file_for_each_image_and_is_the_same_each_time() throws IOException {
        String body = "{\"n\":3,\"seed\":5,\"format\":\"zip\"}";
        byte[] zip = post(service, "/v1/images", body).body();
        List<String> names = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
                assertThat(in.readAllBytes()).startsWith(0x89, 'P', 'N', 'G');
            }
        }

        assertThat(names).containsExactly("000000.png", "000001.png", "000002.png");
        assertThat(post(service, "/v1/images", body).body()).isEqualTo(zip);
    }

    @Test
    void requests_at_one_time_are_computed_together_and_get_what_each_would_get_alone() throws Exception {
        double before = metric(service, "duello_batch_rows_count{model=\"clothes\"}");
        byte[] expected = sampled("-n", 2, "--seed", 11, "--npy");

        List<byte[]> got = atOnce(
                16,
                () -> post(service, "/v1/images", "{\"n\":2,\"seed\":11,\"format\":\"npy\"}")
                        .body());

        assertThat(got).allSatisfy(each -> assertThat(each).isEqualTo(expected));
        assertThat(metric(service, "duello_batch_rows_count{model=\"clothes\"}") - before)
                .isLessThan(16);
    }

    @Test
    void truncation_changes_images_and_directions_must_be_known() throws IOException {
        String plain = "{\"n\":2,\"seed\":5,\"format\":\"npy\"";
        assertThat(post(service, "/v1/images", plain + ",\"truncation\":1}").body())
                .isEqualTo(post(service, "/v1/images", plain + "}").body());
        assertThat(post(service, "/v1/images", plain + ",\"truncation\":0.5}").body())
                .isNotEqualTo(post(service, "/v1/images", plain + "}").body());
        // Without noise all images of a class are the same.
        Path file = folder.resolve("still.npy");
        Files.write(
                file,
                post(service, "/v1/images", plain + ",\"truncation\":0,\"class\":0}")
                        .body());
        byte[] still = Npy.readBytes(file).data();
        assertThat(Arrays.copyOf(still, still.length / 2))
                .isEqualTo(Arrays.copyOfRange(still, still.length / 2, still.length));
        assertThat(refusal(post(service, "/v1/images", plain + ",\"moves\":{\"sefa-1\":2}}"), 400))
                .contains("duello explain directions");
    }

    @Test
    void a_move_is_that_of_the_command() throws Exception {
        Path moving = folder.resolve("moving");
        Folders.copy(run, moving);
        Cli found = Cli.run("explain", "directions", moving, "--quiet");
        assertThat(found.exitCode()).as(found.err()).isZero();
        Path array = folder.resolve("moved.npy");
        Cli sampled = Cli.run("sample", moving, "-n", 3, "--seed", 2, "--move", "sefa-1=2.5", "--npy", array);
        assertThat(sampled.exitCode()).as(sampled.err()).isZero();
        try (Service its = Service.open(settings(Map.of("m", moving), null, 0), null)) {
            assertThat(JSON.readTree(get(its, "/v1/models").body())
                            .at("/models/0/moves")
                            .toString())
                    .contains("\"sefa-1\"");
            assertThat(post(its, "/v1/images", "{\"n\":3,\"seed\":2,\"moves\":{\"sefa-1\":2.5},\"format\":\"npy\"}")
                            .body())
                    .isEqualTo(Files.readAllBytes(array));
        }
    }

    @Test
    void scores_are_those_of_the_command() throws IOException {
        Path photo = images.resolve("light/3.png");
        Cli cli = Cli.run("score", run, photo, "--class", "light", "--json", "--quiet");
        double expected = JSON.readTree(cli.out()).at("/images/0/probability").asDouble();

        JsonNode one = json(
                send(request(service, "/v1/score?class=light")
                        .header("Content-Type", "image/png")
                        .POST(HttpRequest.BodyPublishers.ofFile(photo))
                        .build()),
                200);
        assertThat(one.at("/probabilities/0").asDouble()).isEqualTo(expected, within(1e-6));

        ObjectNode several = JSON.createObjectNode().put("class", "light");
        ArrayNode files = several.putArray("images");
        files.add(Base64.getEncoder().encodeToString(Files.readAllBytes(images.resolve("light/1.png"))));
        files.add(Base64.getEncoder().encodeToString(Files.readAllBytes(photo)));
        JsonNode both = json(post(service, "/v1/score", several), 200);
        assertThat(both.get("probabilities")).hasSize(2);
        assertThat(both.at("/probabilities/1").asDouble()).isEqualTo(expected, within(1e-6));

        files.set(0, "bm8gcGljdHVyZQ==");
        assertThat(refusal(post(service, "/v1/score", several), 422)).startsWith("Image 0: The image cannot be read");
        assertThat(refusal(post(service, "/v1/encode", several), 422)).contains("has no encoder");
    }

    @Test
    void an_autoencoder_encodes_and_what_it_encoded_is_decoded_by_inference() throws Exception {
        Path autoencoder = folder.resolve("autoencoder");
        Cli training = Cli.run(
                "train",
                "--preset",
                "autoencoder-tiny",
                "--data",
                images.resolve("light"),
                "--out",
                autoencoder,
                "--kimg",
                "0.032",
                "--batch",
                "16",
                "--watch",
                "none",
                "--threads",
                "1",
                "--quiet",
                "--set",
                "network=dcgan",
                "--set",
                "encoder.width=8",
                "--set",
                "decoder.width=8");
        assertThat(training.exitCode()).as(training.err()).isZero();
        try (Service its = Service.open(settings(Map.of("ae", autoencoder), null, 0), null)) {
            HttpResponse<byte[]> encoded = send(request(its, "/v1/encode")
                    .header("Content-Type", "image/png")
                    .POST(HttpRequest.BodyPublishers.ofFile(images.resolve("light/2.png")))
                    .build());
            JsonNode latent = json(encoded, 200).at("/latents/0");
            assertThat(latent).isNotEmpty();

            ObjectNode input = JSON.createObjectNode();
            ObjectNode z = input.putArray("inputs").addObject();
            z.put("name", "z").put("datatype", "FP32").putArray("shape").add(1).add(latent.size());
            z.set("data", latent);
            JsonNode decoded = json(post(its, "/v2/models/ae/infer", input), 200);
            assertThat(decoded.at("/outputs/0/name").asText()).isEqualTo("images");
            assertThat(decoded.at("/outputs/0/data")).hasSize(16 * 16 * 3);

            assertThat(refusal(post(its, "/v1/score", "{\"images\":[\"AAAA\"]}"), 422))
                    .contains("has no discriminator");
        }
    }
}
