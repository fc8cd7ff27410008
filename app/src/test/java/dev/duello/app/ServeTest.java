package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.app.serve.Service;
import dev.duello.data.DataException;
import dev.duello.data.source.Npy;
import dev.duello.train.TrainingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The service over the network, with models that take a moment to train. */
@Tag("slow")
class ServeTest {
    /** How a client sees that a connection ended before a byte of an answer. */
    private static final Pattern CLOSED_UNREAD = Pattern.compile("received no bytes|Connection reset");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static Path images;
    private static Path run;
    private static Path damaged;
    private static Service service;

    @BeforeAll
    static void open() throws IOException {
        images = folder.resolve("images");
        run = folder.resolve("two-classes");
        assertThat(ClassRun.train(images, run).exitCode()).isZero();
        damaged = folder.resolve("damaged");
        copy(run, damaged);
        try (Stream<Path> files = Files.walk(damaged)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".safetensors"))
                    .toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
            }
        }
        service = Service.open(settings(Map.of("clothes", run), null, 20), null);
    }

    @AfterAll
    static void close() {
        service.close();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isSymbolicLink(file)) {
                    Files.createSymbolicLink(target, Files.readSymbolicLink(file));
                } else if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static Service.Settings settings(Map<String, Path> runs, @Nullable String token, int patience) {
        return new Service.Settings(
                new LinkedHashMap<>(runs),
                "127.0.0.1",
                0,
                token,
                null,
                null,
                64,
                Duration.ofMillis(patience),
                4096,
                Duration.ofSeconds(60));
    }

    private static HttpRequest.Builder request(Service of, String path) {
        return HttpRequest.newBuilder(URI.create(of.address() + path)).timeout(Duration.ofSeconds(60));
    }

    private static HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<byte[]> post(Service to, String path, Object body) {
        return send(request(to, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(String.valueOf(body)))
                .build());
    }

    private static HttpResponse<byte[]> post(String path, Object body) {
        return post(service, path, body);
    }

    private static HttpResponse<byte[]> get(Service from, String path) {
        return send(request(from, path).build());
    }

    private static JsonNode json(HttpResponse<byte[]> response, int status) throws IOException {
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        return JSON.readTree(response.body());
    }

    private static String refusal(HttpResponse<byte[]> response, int status) throws IOException {
        return json(response, status).get("error").asText();
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

    private static <T> List<T> atOnce(int threads, Callable<T> work) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<T>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(executor.submit(work));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : all) {
                results.add(one.get());
            }
            return results;
        }
    }

    @Test
    void the_same_seed_gives_the_images_of_the_command() throws Exception {
        byte[] array = sampled("-n", 5, "--seed", 7, "--npy");
        HttpResponse<byte[]> response = post("/v1/images", "{\"n\": 5, \"seed\": 7, \"format\": \"npy\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(array);
        assertThat(response.headers().firstValue("Duello-Seed")).contains("7");
        assertThat(post("/v1/images", "{\"n\": 9, \"seed\": 3}").body())
                .isEqualTo(sampled("-n", 9, "--seed", 3, "--grid"));
        assertThat(post("/v1/images", "{\"n\":4,\"seed\":1,\"class\":\"light\",\"format\":\"npy\"}")
                        .body())
                .isEqualTo(sampled("-n", 4, "--seed", 1, "--class", "light", "--npy"));
        assertThat(post("/v1/images", "{\"n\":4,\"seed\":1,\"class\":1,\"format\":\"npy\"}")
                        .body())
                .isEqualTo(sampled("-n", 4, "--seed", 1, "--class", 1, "--npy"));
        assertThat(post("/v1/images", "{\"n\":300,\"seed\":7,\"format\":\"npy\",\"alone\":true}")
                        .body())
                .isEqualTo(sampled("-n", 300, "--seed", 7, "--npy"));
    }

    @Test
    void without_a_seed_each_answer_names_another() {
        HttpResponse<byte[]> first = post("/v1/images", "{}");
        HttpResponse<byte[]> second = post("/v1/images", "");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.headers().firstValue("Duello-Seed"))
                .isNotEqualTo(first.headers().firstValue("Duello-Seed"));
        String seed = first.headers().firstValue("Duello-Seed").orElseThrow();
        assertThat(post("/v1/images", "{\"seed\":" + seed + "}").body()).isEqualTo(first.body());
    }

    @Test
    void an_archive_holds_a_file_for_each_image_and_is_the_same_each_time() throws IOException {
        String body = "{\"n\":3,\"seed\":5,\"format\":\"zip\"}";
        byte[] zip = post("/v1/images", body).body();
        List<String> names = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
                assertThat(in.readAllBytes()).startsWith(0x89, 'P', 'N', 'G');
            }
        }

        assertThat(names).containsExactly("000000.png", "000001.png", "000002.png");
        assertThat(post("/v1/images", body).body()).isEqualTo(zip);
    }

    @Test
    void requests_at_one_time_are_computed_together_and_get_what_each_would_get_alone() throws Exception {
        double before = metric("duello_batch_rows_count{model=\"clothes\"}");
        byte[] expected = sampled("-n", 2, "--seed", 11, "--npy");

        List<byte[]> got = atOnce(
                16,
                () -> post("/v1/images", "{\"n\":2,\"seed\":11,\"format\":\"npy\"}")
                        .body());

        assertThat(got).allSatisfy(each -> assertThat(each).isEqualTo(expected));
        assertThat(metric("duello_batch_rows_count{model=\"clothes\"}") - before)
                .isLessThan(16);
    }

    private static double metric(String name) {
        Matcher found = Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$")
                .matcher(new String(get(service, "/metrics").body(), StandardCharsets.UTF_8));
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }

    @Test
    void truncation_changes_images_and_directions_must_be_known() throws IOException {
        String plain = "{\"n\":2,\"seed\":5,\"format\":\"npy\"";
        assertThat(post("/v1/images", plain + ",\"truncation\":1}").body())
                .isEqualTo(post("/v1/images", plain + "}").body());
        assertThat(post("/v1/images", plain + ",\"truncation\":0.5}").body())
                .isNotEqualTo(post("/v1/images", plain + "}").body());
        // Without noise all images of a class are the same.
        Path file = folder.resolve("still.npy");
        Files.write(
                file,
                post("/v1/images", plain + ",\"truncation\":0,\"class\":0}").body());
        byte[] still = Npy.readBytes(file).data();
        assertThat(Arrays.copyOf(still, still.length / 2))
                .isEqualTo(Arrays.copyOfRange(still, still.length / 2, still.length));
        assertThat(refusal(post("/v1/images", plain + ",\"moves\":{\"sefa-1\":2}}"), 400))
                .contains("duello explain directions");
    }

    @Test
    void a_move_is_that_of_the_command() throws Exception {
        Path moving = folder.resolve("moving");
        copy(run, moving);
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
        JsonNode both = json(post("/v1/score", several), 200);
        assertThat(both.get("probabilities")).hasSize(2);
        assertThat(both.at("/probabilities/1").asDouble()).isEqualTo(expected, within(1e-6));

        files.set(0, "bm8gcGljdHVyZQ==");
        assertThat(refusal(post("/v1/score", several), 422)).startsWith("Image 0: The image cannot be read");
        assertThat(refusal(post("/v1/encode", several), 422)).contains("has no encoder");
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

    private static ObjectNode inference(int rows, int noise, boolean nested) {
        SplittableRandom random = new SplittableRandom(5);
        ObjectNode body = JSON.createObjectNode().put("id", "seven");
        ArrayNode inputs = body.putArray("inputs");
        ObjectNode z = inputs.addObject().put("name", "z").put("datatype", "FP32");
        z.putArray("shape").add(rows).add(noise);
        ArrayNode data = z.putArray("data");
        for (int row = 0; row < rows; row++) {
            ArrayNode to = nested ? data.addArray() : data;
            for (int i = 0; i < noise; i++) {
                to.add((float) random.nextGaussian());
            }
        }
        ObjectNode classes = inputs.addObject().put("name", "class").put("datatype", "INT64");
        classes.putArray("shape").add(rows);
        ArrayNode labels = classes.putArray("data");
        for (int row = 0; row < rows; row++) {
            labels.add(row % 2);
        }
        return body;
    }

    @Test
    void the_open_inference_protocol_is_spoken() throws IOException {
        assertThat(json(get(service, "/v2"), 200).get("name").asText()).isEqualTo("duello");
        assertThat(json(get(service, "/v2/health/live"), 200).get("live").asBoolean())
                .isTrue();
        assertThat(json(get(service, "/v2/health/ready"), 200).get("ready").asBoolean())
                .isTrue();
        assertThat(json(get(service, "/v2/models/clothes/ready"), 200)
                        .get("ready")
                        .asBoolean())
                .isTrue();
        JsonNode model = json(get(service, "/v2/models/clothes"), 200);
        assertThat(model.at("/inputs/0/name").asText()).isEqualTo("z");
        assertThat(model.at("/inputs/1/datatype").asText()).isEqualTo("INT64");
        assertThat(model.at("/outputs/0/shape").toString()).isEqualTo("[-1,16,16,3]");
        assertThat(model.at("/outputs/1/shape").toString()).isEqualTo("[-1,3,16,16]");
        int noise = model.at("/inputs/0/shape/1").asInt();

        ObjectNode body = inference(3, noise, false);
        body.putArray("outputs")
                .add(JSON.createObjectNode().put("name", "samples"))
                .addObject()
                .put("name", "images");
        JsonNode answer = json(post("/v2/models/clothes/infer", body), 200);

        assertThat(answer.get("id").asText()).isEqualTo("seven");
        assertThat(answer.get("model_name").asText()).isEqualTo("clothes");
        JsonNode samples = answer.at("/outputs/0");
        JsonNode pixels = answer.at("/outputs/1");
        assertThat(samples.get("shape").toString()).isEqualTo("[3,3,16,16]");
        assertThat(samples.get("data")).hasSize(3 * 3 * 256);
        assertThat(pixels.get("datatype").asText()).isEqualTo("UINT8");
        for (int place : new int[] {0, 100, 255}) {
            double value = samples.get("data").get(2 * 768 + 256 + place).asDouble();
            assertThat(pixels.get("data").get(2 * 768 + 3 * place + 1).asInt())
                    .isEqualTo((int) Math.rint((Math.clamp(value, -1, 1) + 1) * 127.5));
        }
        JsonNode nested = json(post("/v2/models/clothes/infer", inference(3, noise, true)), 200);
        assertThat(nested.at("/outputs/0/data")).isEqualTo(pixels.get("data"));

        JsonNode index = json(post("/v2/repository/index", ""), 200);
        assertThat(index.at("/0/state").asText()).isEqualTo("READY");
        assertThat(refusal(post("/v2/models/clothes/infer", inference(3, noise - 1, false)), 400))
                .contains("FP32 of shape [n, " + noise + "]");
        assertThat(refusal(post("/v2/models/cloths/infer", body), 404)).contains("did you mean 'clothes'?");
    }

    @Test
    void requests_and_answers_are_those_of_the_published_schema() throws IOException {
        OpenInferenceSchema schema = new OpenInferenceSchema();
        int noise = json(get(service, "/v2/models/clothes"), 200)
                .at("/inputs/0/shape/1")
                .asInt();
        ObjectNode request = inference(2, noise, true);
        request.putArray("outputs").addObject().put("name", "samples");
        ObjectNode wrong = inference(2, noise + 1, false);
        List<OpenInferenceSchema.Operation> operations = schema.operations();
        assertThat(operations).hasSize(6);
        for (OpenInferenceSchema.Operation operation : operations) {
            boolean isRequest = operation.method().equals("post");
            for (String path : Stream.of(operation.path("clothes", "1"), operation.path("clothes"))
                    .distinct()
                    .toList()) {
                HttpResponse<byte[]> answer = isRequest ? post(path, request) : get(service, path);
                schema.checkAnswer(operation, 200, json(answer, 200));
            }
            if (isRequest) {
                schema.checkRequest(operation, request);
                schema.checkAnswer(operation, 400, json(post(operation.path("clothes"), wrong), 400));
            }
            if (operation.isVersioned()) {
                String path = operation.path("clothes", "2");
                assertThat(refusal(isRequest ? post(path, request) : get(service, path), 404))
                        .contains("no version '2'");
            }
        }
        // What checks nothing would find nothing wrong.
        assertThatThrownBy(() -> schema.checkAnswer(
                        operations.getLast(), 200, JSON.createObjectNode().put("model_name", "m")))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void what_is_wrong_is_said_in_a_sentence() throws IOException {
        assertThat(refusal(post("/v1/images", "{\"sed\":7}"), 400)).contains("did you mean 'seed'?");
        assertThat(refusal(post("/v1/images", "{\"n\":0}"), 400)).contains("from 1 to 1000");
        assertThat(refusal(post("/v1/images", "{\"n\":1.5}"), 400)).contains("whole number");
        assertThat(refusal(post("/v1/images", "{\"seed\":1,\"seed\":2}"), 400)).contains("JSON");
        assertThat(refusal(post("/v1/images", "[]"), 400)).contains("not a JSON object");
        assertThat(refusal(post("/v1/images", "{\"class\":\"lihgt\"}"), 400)).contains("did you mean 'light'?");
        assertThat(refusal(post("/v1/images", "{\"format\":\"gif\"}"), 400)).contains("png, zip or npy");
        assertThat(refusal(post("/v1/images", "{\"truncation\":1e400}"), 400)).contains("from 0.0 to 2.0");
        assertThat(refusal(post("/v1/nothing", "{}"), 404)).contains("nothing under this address");
        HttpResponse<byte[]> wrong = get(service, "/v1/images");
        assertThat(refusal(wrong, 405)).contains("POST");
        assertThat(wrong.headers().firstValue("Allow")).contains("POST");
        assertThat(refusal(post("/v1/score", "{}"), 400)).contains("1 to 256 images");
        assertThat(refusal(
                        send(request(service, "/v1/score")
                                .POST(HttpRequest.BodyPublishers.ofString("x"))
                                .build()),
                        415))
                .contains("Content-Type");
        // Only the head: who still writes the body may miss the answer when the connection ends.
        RawHttp raw = new RawHttp(service.port());
        byte[] head =
                raw.request("POST", "/v1/score", "", "Content-Type: image/png", "Content-Length: " + ((16 << 20) + 1));
        assertThat(raw.send(head).status()).isEqualTo(413);
    }

    @Test
    void mutated_requests_are_refused_and_do_no_harm() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        int noise = json(get(service, "/v2/models/clothes"), 200)
                .at("/inputs/0/shape/1")
                .asInt();
        byte[] photo = Files.readAllBytes(images.resolve("light/3.png"));
        String encoded = Base64.getEncoder().encodeToString(photo);
        Map<String, byte[]> bodies = Map.of(
                "/v1/images",
                "{\"n\":2,\"seed\":7,\"class\":\"light\",\"truncation\":0.7,\"format\":\"npy\",\"alone\":false}"
                        .getBytes(),
                "/v1/score",
                ("{\"class\":1,\"images\":[\"" + encoded + "\"]}").getBytes(),
                "/v2/models/clothes/infer",
                inference(1, noise, false).toString().getBytes());
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            for (Map.Entry<String, byte[]> each : bodies.entrySet()) {
                HttpResponse<byte[]> response = send(request(service, each.getKey())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(mutated(each.getValue(), random)))
                        .build());
                assertThat(response.statusCode())
                        .as(new String(response.body(), StandardCharsets.UTF_8))
                        .matches(status -> status == 200 || status >= 400 && status < 500);
                refused += response.statusCode() == 200 ? 0 : 1;
            }
        }
        RawHttp raw = new RawHttp(service.port());
        byte[] whole = raw.request("POST", "/v1/images?a=b", "{\"n\":1,\"seed\":7}", "Content-Type: application/json");
        for (int i = 0; i < 300; i++) {
            RawHttp.Answer answer = raw.send(mutated(whole, random));
            // A connection that ends before a request is not answered; 505 is for another version of HTTP.
            assertThat(answer.status())
                    .as(answer.head())
                    .matches(status -> Set.of(0, 200, 505).contains(status) || status >= 400 && status < 500);
            refused += answer.status() == 200 ? 0 : 1;
        }

        assertThat(refused).isGreaterThan(800);
        assertThat(post("/v1/images", "{\"n\":1,\"seed\":7}").statusCode()).isEqualTo(200);
        assertThat(metric("duello_queue_rows{model=\"clothes\"}")).isZero();
    }

    /** One to four bytes are changed, left out or doubled, or the rest is cut off. */
    private static byte[] mutated(byte[] original, SplittableRandom random) {
        StringBuilder text = new StringBuilder(new String(original, StandardCharsets.ISO_8859_1));
        for (int i = random.nextInt(1, 5); i > 0 && !text.isEmpty(); i--) {
            int place = random.nextInt(text.length());
            switch (random.nextInt(6)) {
                case 0 -> text.deleteCharAt(place);
                case 1 -> text.insert(place, text.charAt(place));
                case 2 -> text.setLength(place);
                case 3 -> text.setCharAt(place, "{}[]\",:-e.0".charAt(random.nextInt(11)));
                case 4 -> text.insert(place, "9".repeat(random.nextInt(1, 400)));
                default -> text.setCharAt(place, (char) random.nextInt(256));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_full_line_is_refused_with_the_time_to_come_again() throws Exception {
        Service.Settings small = new Service.Settings(
                Map.of("m", run), "127.0.0.1", 0, null, null, null, 8, Duration.ZERO, 400, Duration.ofSeconds(60));
        try (Service its = Service.open(small, null)) {
            List<HttpResponse<byte[]>> all =
                    atOnce(24, () -> post(its, "/v1/images", "{\"n\":300,\"format\":\"npy\"}"));

            assertThat(all).extracting(HttpResponse::statusCode).containsOnly(200, 429);
            assertThat(all.stream().filter(each -> each.statusCode() == 429))
                    .isNotEmpty()
                    .allSatisfy(each -> {
                        assertThat(each.headers().firstValue("Retry-After").map(Integer::parseInt))
                                .hasValueSatisfying(
                                        seconds -> assertThat(seconds).isBetween(1, 60));
                        assertThat(new String(each.body(), StandardCharsets.UTF_8))
                                .contains("waiting");
                    });
            assertThat(refusal(post(its, "/v1/images", "{\"n\":401}"), 413)).contains("At most 400");
        }
    }

    @Test
    void who_has_no_token_learns_only_whether_the_service_is_well() throws IOException {
        StringWriter log = new StringWriter();
        String token = "0123456789abcdef";
        try (Service its = Service.open(settings(Map.of("m", run), token, 0), new PrintWriter(log))) {
            assertThat(refusal(post(its, "/v1/images", "{}"), 401)).contains("Bearer");
            assertThat(get(its, "/v1/models").statusCode()).isEqualTo(401);
            assertThat(get(its, "/metrics").statusCode()).isEqualTo(401);
            assertThat(get(its, "/v2/health/ready").statusCode()).isEqualTo(200);
            assertThat(send(request(its, "/v1/models")
                                    .header("Authorization", "Bearer " + token + "x")
                                    .build())
                            .statusCode())
                    .isEqualTo(401);
            assertThat(send(request(its, "/v1/images")
                                    .header("Authorization", "Bearer " + token)
                                    .POST(HttpRequest.BodyPublishers.ofString("{\"n\":2}"))
                                    .build())
                            .statusCode())
                    .isEqualTo(200);
        }
        List<String> lines = log.toString().lines().toList();
        assertThat(lines).hasSize(6);
        JsonNode last = JSON.readTree(lines.getLast());
        assertThat(last.get("status").asInt()).isEqualTo(200);
        assertThat(last.get("path").asText()).isEqualTo("/v1/images");
        assertThat(last.get("images").asInt()).isEqualTo(2);
        assertThat(log.toString()).doesNotContain(token);
    }

    @Test
    void a_model_is_opened_anew_without_a_request_lost() throws Exception {
        Path growing = folder.resolve("growing");
        copy(run, growing);
        try (Service its = Service.open(settings(Map.of("m", growing), null, 1), null)) {
            double before = JSON.readTree(get(its, "/v1/models").body())
                    .at("/models/0/kimg")
                    .asDouble();
            Cli more = Cli.run("resume", growing, "--kimg", "0.32", "--quiet");
            assertThat(more.exitCode()).as(more.err()).isZero();
            AtomicBoolean done = new AtomicBoolean();
            AtomicInteger answered = new AtomicInteger();
            try (ExecutorService askers = Executors.newFixedThreadPool(4)) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    all.add(askers.submit(() -> {
                        while (!done.get()) {
                            assertThat(post(its, "/v1/images", "{\"n\":2}").statusCode())
                                    .isEqualTo(200);
                            answered.incrementAndGet();
                        }
                    }));
                }
                for (int i = 0; i < 5; i++) {
                    json(post(its, "/v2/repository/models/m/load", ""), 200);
                }
                done.set(true);
                for (Future<?> each : all) {
                    each.get();
                }
            }
            assertThat(answered.get()).isPositive();
            assertThat(JSON.readTree(get(its, "/v1/models").body())
                            .at("/models/0/kimg")
                            .asDouble())
                    .isGreaterThan(before);

            Files.delete(growing.resolve("experiment.yaml"));
            assertThat(refusal(post(its, "/v2/repository/models/m/load", ""), 503))
                    .isNotEmpty();
            assertThat(post(its, "/v1/images", "{}").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void who_encrypts_is_asked_by_https() throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit",
                        "-alias",
                        "a")
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        var keys = java.security.KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        pem(certificate, "CERTIFICATE", keys.getCertificate("a").getEncoded());
        pem(key, "PRIVATE KEY", keys.getKey("a", "changeit".toCharArray()).getEncoded());
        var trust =
                javax.net.ssl.TrustManagerFactory.getInstance(javax.net.ssl.TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        var context = javax.net.ssl.SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (Service its = Service.open(
                        new Service.Settings(
                                Map.of("m", run),
                                "127.0.0.1",
                                0,
                                null,
                                certificate,
                                key,
                                8,
                                Duration.ZERO,
                                64,
                                Duration.ofSeconds(30)),
                        null);
                HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            assertThat(its.address()).startsWith("https://");
            assertThat(client.send(request(its, "/v2/health/ready").build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThatThrownBy(() -> Service.open(
                        new Service.Settings(
                                Map.of("m", run),
                                "127.0.0.1",
                                0,
                                null,
                                key,
                                certificate,
                                8,
                                Duration.ZERO,
                                64,
                                Duration.ofSeconds(30)),
                        null))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("PEM");
    }

    private static void pem(Path file, String kind, byte[] bytes) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind
                        + "-----\n");
    }

    @Test
    void of_two_models_the_sound_one_is_served_and_the_damaged_one_named() throws IOException {
        Map<String, Path> both = new LinkedHashMap<>();
        both.put("bad", damaged);
        both.put("good", run);
        try (Service its = Service.open(settings(both, null, 0), null)) {
            assertThat(its.problems()).singleElement().asString().startsWith("Model bad is not served: ");
            assertThat(post(its, "/v1/images", "{\"model\":\"good\"}").statusCode())
                    .isEqualTo(200);
            assertThat(refusal(post(its, "/v1/images", "{\"model\":\"bad\"}"), 503))
                    .contains("checkpoint");
            assertThat(refusal(post(its, "/v1/images", "{}"), 400)).contains("bad, good");
            assertThat(get(its, "/v2/models/bad/ready").statusCode()).isEqualTo(503);
            assertThat(json(get(its, "/v2/health/ready"), 200)
                            .at("/models/good")
                            .asText())
                    .isEqualTo("ready");
        }
        assertThatThrownBy(() -> Service.open(settings(Map.of("bad", damaged), null, 0), null))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("Model bad is not served");
    }

    @Test
    void a_port_that_is_taken_and_words_that_mean_nothing_are_refused() {
        Cli taken = Cli.run("serve", run, "--port", service.port());
        assertThat(taken.exitCode()).isEqualTo(1);
        assertThat(taken.err()).contains("in use by another program");
        assertThat(Cli.run("serve").exitCode()).isEqualTo(2);
        assertThat(Cli.run("serve", run, "--port", 70000).err()).contains("--port must be from 0 to 65535");
        assertThat(Cli.run("serve", run, run).err()).contains("Two models have the name two-classes");
        assertThat(Cli.run("serve", "a b=" + run).err()).contains("is no name of a model");
        assertThat(Cli.run("serve", run, "--tls-cert", "x").err()).contains("belong together");
        assertThat(Cli.run("serve", run, "--token-file", folder.resolve("none")).err())
                .contains("does not exist");
        assertThat(Cli.run("serve", folder.resolve("none")).exitCode()).isEqualTo(1);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_service_that_is_terminated_under_load_answers_all_that_it_accepted() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        builder.command().addAll(List.of("serve", run.toString(), "--port", "0"));
        Path log = folder.resolve("access.jsonl");
        Process process = builder.redirectOutput(log.toFile()).start();
        try (var err = process.errorReader()) {
            String line = err.readLine();
            Matcher address = Pattern.compile("http://[0-9.:]+").matcher(String.valueOf(line));
            assertThat(address.find()).as(line).isTrue();
            URI images = URI.create(address.group() + "/v1/images");
            AtomicInteger answered = new AtomicInteger();
            AtomicBoolean terminated = new AtomicBoolean();
            List<String> lost = new ArrayList<>();
            try (HttpClient client = HttpClient.newHttpClient();
                    ExecutorService askers = Executors.newFixedThreadPool(8)) {
                for (int i = 0; i < 8; i++) {
                    askers.submit(() -> {
                        while (true) {
                            try {
                                HttpResponse<byte[]> response = client.send(
                                        HttpRequest.newBuilder(images)
                                                .POST(HttpRequest.BodyPublishers.ofString("{\"n\":4}"))
                                                .build(),
                                        HttpResponse.BodyHandlers.ofByteArray());
                                if (response.statusCode() != 200) {
                                    throw new IOException("status " + response.statusCode());
                                }
                                answered.incrementAndGet();
                            } catch (java.net.ConnectException e) {
                                // It lets nobody in any more.
                                return null;
                            } catch (IOException e) {
                                if (terminated.get()
                                        && CLOSED_UNREAD.matcher(e.toString()).find()) {
                                    // It had connected, but waited to be let in when the door was closed.
                                    return null;
                                }
                                synchronized (lost) {
                                    lost.add(String.valueOf(e));
                                }
                                return null;
                            }
                        }
                    });
                }
                while (answered.get() < 50 && process.isAlive()) {
                    Thread.sleep(10);
                }
                terminated.set(true);
                process.destroy();
            }
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
            assertThat(lost).isEmpty();
            assertThat(Files.readAllLines(log)).hasSize(answered.get());
        } finally {
            process.destroyForcibly();
        }
    }
}
