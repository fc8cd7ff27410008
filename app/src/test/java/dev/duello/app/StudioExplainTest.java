package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.app.studio.Studio;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking into networks of several kinds, as the page asks for it. */
@Tag("slow")
class StudioExplainTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static Path root;
    private static Path images;
    private static Studio studio;
    private static String address;
    private static String token;

    private record Answer(int status, String body) {
        JsonNode json() throws IOException {
            assertThat(status).as(body).isEqualTo(200);
            return JSON.readTree(body);
        }

        /** The last of several lines. */
        JsonNode last() throws IOException {
            assertThat(status).as(body).isEqualTo(200);
            return JSON.readTree(body.substring(body.stripTrailing().lastIndexOf('\n') + 1));
        }

        String refusal() throws IOException {
            assertThat(status).as(body).isBetween(400, 499);
            return JSON.readTree(body).get("error").asText();
        }
    }

    @BeforeAll
    static void open() throws IOException {
        root = folder.resolve("runs");
        images = folder.resolve("images");
        train(TinyRun.train(
                images,
                root.resolve("gan"),
                "--preset=dcgan",
                "--kimg=0.16",
                "--watch=none",
                "--quiet",
                "--set=data.labels=ignore"));
        train(TinyRun.trainMlp(images, root.resolve("flat"), "--kimg=0.016", "--watch=none"));
        train(ClassRun.train(folder.resolve("classes"), root.resolve("pairs")));
        train(Cli.run(
                "train",
                "--preset=autoencoder-tiny",
                "--data",
                images,
                "--out",
                root.resolve("codes"),
                "--kimg=0.16",
                "--batch=16",
                "--watch=none",
                "--threads=1",
                "--quiet",
                "--set=network=dcgan"));
        studio = TestStudio.open(root);
        address = studio.address().replaceAll("/\\?.*", "");
        token = studio.address().replaceAll(".*token=", "");
    }

    private static void train(Cli cli) {
        assertThat(cli.exitCode()).as(cli.err()).isZero();
    }

    @AfterAll
    static void close() {
        studio.close();
    }

    private static Answer send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URI uri(String run, String path) throws IOException {
        try (var checkpoints = Files.list(root.resolve(run).resolve("checkpoints"))) {
            String name = checkpoints
                    .map(file -> file.getFileName().toString())
                    .max(String::compareTo)
                    .orElseThrow();
            return URI.create(address + "/api/runs/" + run + "/checkpoints/" + name + path);
        }
    }

    private static Answer get(String run, String path) throws IOException {
        return send(HttpRequest.newBuilder(uri(run, path)));
    }

    private static Answer post(String run, String path, byte[] body) throws IOException {
        return send(HttpRequest.newBuilder(uri(run, path))
                .header("X-Duello-Token", token)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static byte[] pixels(JsonNode images) {
        return Base64.getDecoder().decode(images.get("pixels").asText());
    }

    private static byte[] image(String run, String query) throws IOException {
        return pixels(get(run, "/images?" + query).json());
    }

    private static byte[] photo() throws IOException {
        return Files.readAllBytes(images.resolve("1.png"));
    }

    @Test
    void directions_are_found_saved_and_moved_along_as_the_command_does() throws IOException {
        assertThat(get("gan", "/directions").json()).isEmpty();
        assertThat(get("gan", "/images?z=1.0&move=sefa-1:2").refusal()).contains("No directions of this run are known");
        JsonNode found = post("gan", "/directions?method=sefa", new byte[0]).json();
        assertThat(found).hasSize(12);
        assertThat(found.get(0).get("here").asBoolean()).isTrue();
        assertThat(found.get(0).get("description").asText()).isNotEmpty();
        assertThat(get("gan", "/directions").json()).isEqualTo(found);

        Path npy = folder.resolve("moved.npy");
        Cli cli = Cli.run(
                "sample",
                root.resolve("gan"),
                "-n",
                "2",
                "--seed",
                "3",
                "--move",
                "sefa-1=2.5",
                "--move",
                "sefa-2=-1",
                "--npy",
                npy);
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        byte[] moved = image("gan", "z=3.0;3.1&move=sefa-1:2.5;sefa-2:-1");
        byte[] all = Files.readAllBytes(npy);
        assertThat(moved).isEqualTo(Arrays.copyOfRange(all, all.length - moved.length, all.length));
        assertThat(moved).isNotEqualTo(image("gan", "z=3.0;3.1"));

        assertThat(get("gan", "/images?z=1.0&move=sefa-l:2").refusal()).contains("did you mean 'sefa-1'?");
        assertThat(post("gan", "/directions?method=sofa", new byte[0]).refusal())
                .contains("sefa, ganspace, labels");
    }

    @Test
    void a_sample_of_the_model_is_found_again_and_is_mixed_as_others_are() throws IOException {
        ImageFormat format = new ImageFormat(3, 16, 16);
        byte[] sample = image("gan", "z=5.3");
        Answer answer = post("gan", "/photo", PngFiles.encode(format, sample));
        assertThat(answer.body()).startsWith("{\"done\":0");
        JsonNode found = answer.last().get("result");

        assertThat(found.get("psnr").asDouble())
                .isGreaterThan(25)
                .isGreaterThan(found.get("nearest").asDouble());
        assertThat(found.get("encoded").asBoolean()).isFalse();
        byte[] both = pixels(found.get("images"));
        assertThat(Arrays.copyOf(both, sample.length)).isEqualTo(sample);
        String name = found.get("name").asText();
        byte[] again = image("gan", "z=" + name);
        byte[] made = Arrays.copyOfRange(both, sample.length, both.length);
        for (int i = 0; i < made.length; i++) {
            assertThat(Byte.toUnsignedInt(again[i])).isCloseTo(Byte.toUnsignedInt(made[i]), within(1));
        }
        // What was found for a photo stays what it is, whatever the truncation.
        assertThat(image("gan", "z=" + name + "&truncation=0.5")).isEqualTo(again);
        assertThat(image("gan", "z=" + name + "*0.7071,1.0*0.7071")).isNotEqualTo(again);
        assertThat(get("gan", "/images?z=p0123456789ab").refusal()).contains("Drop the photo again");
    }

    @Test
    void an_encoder_gives_the_latent_of_a_photo_at_once() throws IOException {
        JsonNode known = get("codes", "").json();
        assertThat(known.get("encoder").asBoolean()).isTrue();
        assertThat(known.get("critic").asBoolean()).isFalse();
        JsonNode found = post("codes", "/photo", photo()).last().get("result");

        assertThat(found.get("encoded").asBoolean()).isTrue();
        assertThat(found.get("steps").asInt()).isZero();
        byte[] both = pixels(found.get("images"));
        byte[] again = image("codes", "z=" + found.get("name").asText());
        for (int i = 0; i < again.length; i++) {
            assertThat(Byte.toUnsignedInt(again[i])).isCloseTo(Byte.toUnsignedInt(both[again.length + i]), within(1));
        }
    }

    @Test
    void a_photo_can_be_of_another_class() throws IOException {
        String name = post("pairs", "/photo", photo()).last().at("/result/name").asText();

        assertThat(image("pairs", "z=" + name + "&class=light")).isNotEqualTo(image("pairs", "z=" + name + "&class=0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"integrated-gradients", "occlusion", "grad-cam", "smooth-grad"})
    void what_the_discriminator_looks_at_is_shown_of_samples_and_photos(String method) throws IOException {
        JsonNode ofSample = get("gan", "/heat?z=1.0&method=" + method).json();
        JsonNode ofPhoto = post("gan", "/heat?method=" + method, photo()).json();

        for (JsonNode heat : List.of(ofSample, ofPhoto)) {
            assertThat(heat.get("words").asText()).matches(".* \\d+ %, .*");
            assertThat(heat.get("random").asDouble()).isBetween(-1.0, 1.0);
            double logit = heat.get("logit").asDouble();
            assertThat(heat.get("probability").asDouble()).isCloseTo(1 / (1 + Math.exp(-logit)), within(1e-9));
            assertThat(pixels(heat.get("images"))).hasSize(2 * 3 * 16 * 16);
        }
        assertThat(ofSample.get("probability").asDouble())
                .isCloseTo(
                        get("gan", "/images?z=1.0").json().get("scores").get(0).asDouble(), within(0.01));
        assertThat(ofSample.get("error").isNull()).isEqualTo(!method.equals("integrated-gradients"));
    }

    @Test
    void units_behind_a_part_are_listed_and_switched_off() throws IOException {
        JsonNode layers = get("gan", "/layers").json();
        assertThat(layers).isNotEmpty();
        int layer = layers.get(0).get("index").asInt();
        JsonNode found = get("gan", "/units?z=1.0&region=0.25,0.25,0.5,0.5&layer=" + layer)
                .json();
        assertThat(found.get("tried").asInt())
                .isEqualTo(layers.get(0).get("units").asInt());
        JsonNode first = found.get("units").get(0);
        assertThat(first.get("inside").asDouble())
                .isPositive()
                .isGreaterThanOrEqualTo(found.at("/units/1/inside").asDouble());

        byte[] without =
                image("gan", "z=1.0&units=" + layer + "." + first.get("unit").asInt() + ":0");
        byte[] listed = pixels(found.get("images"));
        for (int i = 0; i < without.length; i++) {
            assertThat(Byte.toUnsignedInt(without[i])).isCloseTo(Byte.toUnsignedInt(listed[i]), within(1));
        }
        assertThat(without).isNotEqualTo(image("gan", "z=1.0"));
        assertThat(get("gan", "/units?z=1.0&region=0,0,1,1&layer=999").refusal())
                .contains("Layer 999");
        assertThat(get("gan", "/units?z=1.0&region=0,0,1&layer=" + layer).refusal())
                .contains("LEFT,TOP,RIGHT,BOTTOM");
        assertThat(get("gan", "/images?z=1.0&units=" + layer + ".9999:0").refusal())
                .contains("no unit 9999");
    }

    @Test
    void networks_that_lack_something_say_so() throws IOException {
        assertThat(get("flat", "/layers").json()).isEmpty();
        assertThat(get("flat", "/units?z=1.0&region=0,0,1,1&layer=1").refusal()).contains("feature maps");
        assertThat(get("flat", "/heat?z=1.0&method=grad-cam").refusal()).contains("Choose occlusion");
        assertThat(get("codes", "/heat?z=1.0").refusal()).contains("no discriminator");
        assertThat(get("gan", "/heat?z=1.0&method=magic").refusal()).contains("occlusion");
        assertThat(get("gan", "/heat?z=1.0;1.1").refusal()).contains("one image");
    }

    @Test
    void what_is_no_image_or_too_large_is_refused_and_nothing_is_lost() throws IOException {
        String before = post("gan", "/photo", photo()).last().at("/result/name").asText();
        byte[] huge = photo();
        // Width and height of the header.
        for (int place : new int[] {16, 20}) {
            huge[place + 2] = (byte) (20_000 >> 8);
            huge[place + 3] = (byte) (20_000 & 0xff);
        }
        for (byte[] file : List.of("no image".getBytes(), new byte[0], huge)) {
            for (String run : List.of("gan", "codes")) {
                JsonNode answer = post(run, "/photo", file).last();
                assertThat(answer.get("error").asText()).startsWith("The image cannot be read");
            }
            assertThat(post("gan", "/heat", file).refusal()).startsWith("The image cannot be read");
        }
        assertThat(post("gan", "/photo", huge).last().get("error").asText()).contains("20000 x 20000");
        assertThat(post("gan", "/photo", new byte[(16 << 20) + 1]).refusal()).contains("bytes");
        assertThat(get("gan", "/images?z=" + before).status()).isEqualTo(200);
        assertThat(send(HttpRequest.newBuilder(uri("gan", "/photo"))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(photo())))
                        .status())
                .isEqualTo(403);
    }
}
