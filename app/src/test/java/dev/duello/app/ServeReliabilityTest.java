package dev.duello.app;

import static dev.duello.app.ServiceClient.atOnce;
import static dev.duello.app.ServiceClient.get;
import static dev.duello.app.ServiceClient.inference;
import static dev.duello.app.ServiceClient.json;
import static dev.duello.app.ServiceClient.metric;
import static dev.duello.app.ServiceClient.post;
import static dev.duello.app.ServiceClient.refusal;
import static dev.duello.app.ServiceClient.request;
import static dev.duello.app.ServiceClient.send;
import static dev.duello.app.ServiceClient.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.app.serve.Service;
import dev.duello.data.DataException;
import dev.duello.train.TrainingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the service does with requests that are wrong, too many or cut off, with models that are damaged or replaced, and at its end. */
@Tag("slow")
class ServeReliabilityTest {
    /** How a client sees that a connection ended before a byte of an answer. */
    private static final Pattern CLOSED_UNREAD = Pattern.compile("received no bytes|Connection reset");

    private static final ObjectMapper JSON = new ObjectMapper();

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
        Folders.copy(run, damaged);
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

    @Test
    void what_is_wrong_is_said_in_a_sentence() throws IOException {
        assertThat(refusal(post(service, "/v1/images", "{\"sed\":7}"), 400)).contains("did you mean 'seed'?");
        assertThat(refusal(post(service, "/v1/images", "{\"n\":0}"), 400)).contains("from 1 to 1000");
        assertThat(refusal(post(service, "/v1/images", "{\"n\":1.5}"), 400)).contains("whole number");
        assertThat(refusal(post(service, "/v1/images", "{\"seed\":1,\"seed\":2}"), 400))
                .contains("JSON");
        assertThat(refusal(post(service, "/v1/images", "[]"), 400)).contains("not a JSON object");
        assertThat(refusal(post(service, "/v1/images", "{\"class\":\"lihgt\"}"), 400))
                .contains("did you mean 'light'?");
        assertThat(refusal(post(service, "/v1/images", "{\"format\":\"gif\"}"), 400))
                .contains("png, zip or npy");
        assertThat(refusal(post(service, "/v1/images", "{\"truncation\":1e400}"), 400))
                .contains("from 0.0 to 2.0");
        assertThat(refusal(post(service, "/v1/nothing", "{}"), 404)).contains("nothing under this address");
        HttpResponse<byte[]> wrong = get(service, "/v1/images");
        assertThat(refusal(wrong, 405)).contains("POST");
        assertThat(wrong.headers().firstValue("Allow")).contains("POST");
        assertThat(refusal(post(service, "/v1/score", "{}"), 400)).contains("1 to 256 images");
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
        assertThat(post(service, "/v1/images", "{\"n\":1,\"seed\":7}").statusCode())
                .isEqualTo(200);
        assertThat(metric(service, "duello_queue_rows{model=\"clothes\"}")).isZero();
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
        Folders.copy(run, growing);
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
