package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.app.serve.Service;
import dev.duello.data.image.Picture;
import dev.duello.data.image.PngFiles;
import dev.duello.data.source.Npy;
import dev.duello.learn.Weights;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.train.TrainedModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service with models that make images of images, and one that does not. */
@Tag("slow")
class ServeTranslateTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static Path fills;
    private static Path enlarges;
    private static Service service;

    @BeforeAll
    static void open() {
        Path images = folder.resolve("images");
        fills = folder.resolve("fills");
        enlarges = folder.resolve("enlarges");
        Path gan = folder.resolve("gan");
        for (Cli training : new Cli[] {
            TranslatorRun.train(images, fills),
            TranslatorRun.trainLarger(images, enlarges),
            TinyRun.train(images, gan, "--kimg", "0.016", "--watch", "none", "--quiet")
        }) {
            assertThat(training.exitCode()).as(training.err()).isZero();
        }
        Map<String, Path> runs = new LinkedHashMap<>();
        runs.put("fills", fills);
        runs.put("enlarges", enlarges);
        runs.put("gan", gan);
        service = Service.open(
                new Service.Settings(
                        runs, "127.0.0.1", 0, null, null, null, 64, Duration.ofMillis(2), 256, Duration.ofSeconds(60)),
                null);
    }

    @AfterAll
    static void close() {
        service.close();
    }

    private static byte[] made(HttpResponse<byte[]> response) {
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return response.body();
    }

    private static Picture noise(int height, int width, int channels) {
        byte[] pixels = new byte[height * width * channels];
        new Random(1).nextBytes(pixels);
        return new Picture(height, width, channels, pixels);
    }

    private static byte[] png(Picture picture) {
        return PngFiles.encode(picture.image());
    }

    /** What the command makes of an image, in files whose names begin with its name. */
    private static void translated(Path run, Path image, Object... more) {
        Object[] words = Stream.concat(
                        Stream.of("translate", run, image, "--out", folder.resolve("by-command"), "--quiet"),
                        Stream.of(more))
                .toArray();
        Cli cli = Cli.run(words);
        assertThat(cli.exitCode()).as(cli.err()).isZero();
    }

    @Test
    void images_of_any_size_become_those_of_the_command() throws IOException {
        Path file = folder.resolve("some.png");
        noise(37, 50, 4).write(file);
        translated(fills, file, "--variants", 3, "--seed", 7);
        Picture first = Picture.read(folder.resolve("by-command/some-1.png"));
        Picture third = Picture.read(folder.resolve("by-command/some-3.png"));

        byte[] zip = made(ServiceClient.post(
                service,
                "/v1/translate?model=fills&variants=3&seed=7&format=zip",
                "image/png",
                Files.readAllBytes(file)));
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            assertThat(in.getNextEntry().getName()).isEqualTo("000000.png");
            assertThat(Picture.decode(in.readAllBytes()).pixels()).isEqualTo(first.pixels());
            in.getNextEntry();
            in.getNextEntry();
            assertThat(Picture.decode(in.readAllBytes()).pixels()).isEqualTo(third.pixels());
            assertThat(in.getNextEntry()).isNull();
        }
        HttpResponse<byte[]> one =
                ServiceClient.post(service, "/v1/translate?model=fills&seed=9", "image/png", Files.readAllBytes(file));
        assertThat(Picture.decode(made(one)).pixels()).isEqualTo(third.pixels());
        assertThat(one.headers().firstValue("Duello-Seed")).contains("9");
        Picture three = Picture.decode(made(ServiceClient.post(
                service, "/v1/translate?model=fills&variants=3", "image/png", Files.readAllBytes(file))));
        assertThat(three.width()).isEqualTo(3 * 50);
    }

    @Test
    void an_array_and_json_say_the_same_as_a_file() throws IOException {
        Picture source = noise(9, 30, 3);
        Path file = folder.resolve("nine.png");
        source.write(file);
        translated(enlarges, file);
        Picture expected = Picture.read(folder.resolve("by-command/nine.png"));
        assertThat(expected.width()).isEqualTo(60);

        byte[] array = Npy.encode(new int[] {9, 30, 3}, source.pixels());
        Npy.Bytes made = Npy.decodeBytes(made(ServiceClient.post(
                service, "/v1/translate?model=enlarges&format=npy", "application/octet-stream", array)));
        assertThat(made.shape()).containsExactly(1, 18, 60, 3);
        assertThat(made.data()).isEqualTo(expected.withChannels(3).pixels());
        String json = JSON.createObjectNode()
                .put("model", "enlarges")
                .put("image", Base64.getEncoder().encodeToString(Files.readAllBytes(file)))
                .toString();
        assertThat(Picture.decode(
                                made(ServiceClient.post(service, "/v1/translate", "application/json", json.getBytes())))
                        .pixels())
                .isEqualTo(expected.pixels());
    }

    @Test
    void the_open_inference_protocol_takes_sources_of_the_trained_size() throws Exception {
        for (String model : List.of("fills", "enlarges")) {
            JsonNode metadata = JSON.readTree(CLIENT.send(
                            HttpRequest.newBuilder(URI.create(service.address() + "/v2/models/" + model))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
            JsonNode shape = metadata.at("/inputs/0/shape");
            assertThat(metadata.at("/inputs/0/name").asText()).isEqualTo("source");
            int channels = shape.get(1).asInt();
            int side = shape.get(2).asInt();
            float[] values = new float[channels * side * side];
            for (int i = 0; i < values.length; i++) {
                values[i] = i % 7 / 3f - 1;
            }
            ObjectNode request = JSON.createObjectNode();
            ObjectNode source =
                    request.putArray("inputs").addObject().put("name", "source").put("datatype", "FP32");
            source.putArray("shape").add(2).add(channels).add(side).add(side);
            ArrayNode data = source.putArray("data");
            for (int i = 0; i < 2 * values.length; i++) {
                data.add(values[i % values.length]);
            }
            String path = "/v2/models/" + model + "/infer";
            JsonNode images = JSON.readTree(made(ServiceClient.post(
                            service,
                            path,
                            "application/json",
                            request.toString().getBytes())))
                    .at("/outputs/0");

            byte[] expected;
            try (TrainedModel trained = TrainedModel.open(model.equals("fills") ? fills : enlarges);
                    var _ = TensorScope.open()) {
                Tensor one = Tensors.of(values, 1, channels, side, side)
                        .to(trained.model().device());
                Tensor made =
                        trained.translator().translate(one, null, new RandomStream("translation", 0), Weights.AVERAGE);
                expected = new byte[Math.toIntExact(made.elements())];
                trained.format().toStored(made).copyTo(MemorySegment.ofArray(expected));
            }
            assertThat(images.get("data")).hasSize(2 * expected.length);
            for (int i = 0; i < 2 * expected.length; i++) {
                assertThat(images.get("data").get(i).asInt() - (expected[i % expected.length] & 255))
                        .isBetween(-1, 1);
            }
            byte[] fewer = request.toString().replace("[2,", "[1,").getBytes();
            assertThat(ServiceClient.refusal(ServiceClient.post(service, path, "application/json", fewer), 400))
                    .contains("needs others");
        }
    }

    @Test
    void what_can_be_translated_is_told() throws Exception {
        JsonNode models = JSON.readTree(CLIENT.send(
                                HttpRequest.newBuilder(URI.create(service.address() + "/v1/models"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body())
                .get("models");
        assertThat(models.at("/0/translate").asBoolean()).isTrue();
        assertThat(models.at("/0/variants").asBoolean()).isTrue();
        assertThat(models.at("/1/factor").asInt()).isEqualTo(2);
        assertThat(models.at("/2/translate").asBoolean()).isFalse();
    }

    @Test
    void what_cannot_be_translated_is_refused_in_a_sentence() throws IOException {
        byte[] image = png(noise(8, 8, 3));
        assertThat(ServiceClient.refusal(ServiceClient.post(service, "/v1/translate", "image/png", image), 400))
                .contains("model must say which");
        assertThat(ServiceClient.refusal(
                        ServiceClient.post(service, "/v1/translate?model=gan", "image/png", image), 422))
                .contains("images of noise");
        assertThat(ServiceClient.refusal(
                        ServiceClient.post(
                                service, "/v1/images", "application/json", "{\"model\":\"fills\"}".getBytes()),
                        422))
                .contains("/v1/translate");
        assertThat(ServiceClient.refusal(
                        ServiceClient.post(service, "/v1/translate?model=enlarges&variants=2", "image/png", image),
                        422))
                .contains("draws no noise");
        assertThat(ServiceClient.refusal(
                        ServiceClient.post(service, "/v1/translate?model=fills&variant=2", "image/png", image), 400))
                .contains("did you mean 'variants'?");
        assertThat(ServiceClient.refusal(
                        ServiceClient.post(service, "/v1/translate?model=fills&variants=65", "image/png", image), 400))
                .contains("from 1 to 64");
        assertThat(ServiceClient.refusal(
                        ServiceClient.post(service, "/v1/translate?model=fills", "text/plain", image), 415))
                .contains("Content-Type");
        assertThat(ServiceClient.refusal(
                        ServiceClient.post(service, "/v1/translate?model=fills", "image/png", new byte[0]), 400))
                .contains("no image");
        assertThat(ServiceClient.refusal(
                        ServiceClient.post(service, "/v1/translate?model=fills", "image/png", "no image".getBytes()),
                        422))
                .contains("it is not a PNG");
        assertThat(ServiceClient.refusal(
                        ServiceClient.post(
                                service,
                                "/v1/translate?model=enlarges",
                                "image/png",
                                png(new Picture(3000, 2000, 1, new byte[6_000_000]))),
                        413))
                .contains("4000 x 6000 pixels", "send it in parts");
        assertThat(ServiceClient.refusal(
                        ServiceClient.post(
                                service,
                                "/v1/translate?model=fills",
                                "application/octet-stream",
                                Npy.encode(new int[] {2, 2, 2}, new byte[8])),
                        422))
                .contains("1, 3 or 4 channels");
        assertThat(ServiceClient.refusal(
                        ServiceClient.post(
                                service,
                                "/v1/translate",
                                "application/json",
                                "{\"model\":\"fills\",\"image\":\"*\"}".getBytes()),
                        400))
                .contains("base64");
    }

    @Test
    void mutated_requests_are_refused_and_do_no_harm() {
        SplittableRandom random = new SplittableRandom(1);
        byte[] image = png(noise(8, 8, 3));
        byte[] array = Npy.encode(new int[] {8, 8, 3}, noise(8, 8, 3).pixels());
        byte[] json = ("{\"model\":\"fills\",\"variants\":2,\"seed\":5,\"format\":\"zip\",\"image\":\""
                        + Base64.getEncoder().encodeToString(image) + "\"}")
                .getBytes();
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            for (HttpResponse<byte[]> response : List.of(
                    ServiceClient.post(service, "/v1/translate?model=fills", "image/png", mutated(image, random)),
                    ServiceClient.post(
                            service,
                            "/v1/translate?model=enlarges",
                            "application/octet-stream",
                            mutated(array, random)),
                    ServiceClient.post(service, "/v1/translate", "application/json", mutated(json, random)))) {
                assertThat(response.statusCode())
                        .as(new String(response.body(), StandardCharsets.UTF_8))
                        .matches(status -> status == 200 || status >= 400 && status < 500);
                refused += response.statusCode() == 200 ? 0 : 1;
            }
        }
        assertThat(refused).isGreaterThan(150);
        assertThat(ServiceClient.post(service, "/v1/translate?model=fills", "image/png", image)
                        .statusCode())
                .isEqualTo(200);
    }

    /** One to four bytes are changed, or the rest is cut off. */
    private static byte[] mutated(byte[] original, SplittableRandom random) {
        byte[] bytes = original.clone();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    @Test
    void many_at_one_time_get_what_each_would_get_alone() throws Exception {
        byte[] image = png(noise(20, 20, 3));
        byte[] expected = made(ServiceClient.post(service, "/v1/translate?model=enlarges", "image/png", image));
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            for (Future<HttpResponse<byte[]>> each : IntStream.range(0, 24)
                    .mapToObj(_ -> executor.submit(
                            () -> ServiceClient.post(service, "/v1/translate?model=enlarges", "image/png", image)))
                    .toList()) {
                assertThat(made(each.get())).isEqualTo(expected);
            }
        }
    }

    @Test
    void an_image_that_takes_too_long_is_given_up_between_two_tiles() throws Exception {
        Service.Settings hasty = new Service.Settings(
                Map.of("fills", fills), "127.0.0.1", 0, null, null, null, 8, Duration.ZERO, 8, Duration.ofMillis(50));
        byte[] large = png(new Picture(3000, 3000, 1, new byte[9_000_000]));
        byte[] small = png(noise(8, 8, 3));
        try (Service its = Service.open(hasty, null)) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(its.address() + "/v1/translate"))
                    .header("Content-Type", "image/png");
            long start = System.nanoTime();
            HttpResponse<byte[]> late = CLIENT.send(
                    request.POST(HttpRequest.BodyPublishers.ofByteArray(large)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(ServiceClient.refusal(late, 504)).contains("longer than");
            // Thousands of tiles would keep the next one waiting for longer.
            for (int status = 504; status != 200; ) {
                status = CLIENT.send(
                                request.POST(HttpRequest.BodyPublishers.ofByteArray(small))
                                        .build(),
                                HttpResponse.BodyHandlers.ofByteArray())
                        .statusCode();
                assertThat(status).isIn(200, 429, 504);
                assertThat(System.nanoTime() - start).isLessThan(40_000_000_000L);
            }
        }
    }
}
