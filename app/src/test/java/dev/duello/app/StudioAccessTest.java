package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.duello.app.studio.Studio;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets into the studio, and how far. */
@Tag("slow")
class StudioAccessTest {
    @TempDir
    private static Path folder;

    private static Path root;
    private static Studio studio;
    private static RawHttp http;
    private static String token;

    @BeforeAll
    static void open() throws IOException {
        root = folder.resolve("runs");
        Path run = root.resolve("first");
        Files.createDirectories(run.resolve("samples"));
        Files.writeString(run.resolve("experiment.yaml"), "preset: mlp\ndata:\n  source: secret-free\n");
        Files.writeString(
                run.resolve("events.jsonl"),
                "{\"event\":\"started\",\"images\":0,\"total\":1000,\"time\":\"\"}\n"
                        + "{\"event\":\"sampled\",\"images\":0,\"file\":\"samples/000000.000k.png\"}\n"
                        + "{\"event\":\"sampled\",\"images\":5,\"file\":\"../../secret.txt\"}\n");
        Files.writeString(run.resolve("samples/000000.000k.png"), "a picture");
        Files.writeString(folder.resolve("secret.txt"), "the secret");
        Files.createSymbolicLink(run.resolve("samples/000001.000k.png"), folder.resolve("secret.txt"));
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("experiment.yaml"), "preset: the secret\n");
        Files.createSymbolicLink(root.resolve("linked"), outside);
        Files.writeString(
                Files.createDirectories(root.resolve("foreign")).resolve("experiment.yaml"), "preset: mine\n");
        studio = open(null);
        http = new RawHttp(URI.create(studio.address()).getPort());
        token = studio.address().replaceAll(".*token=", "");
    }

    /** What a broken request with the token may well start is a command that ends at once. */
    private static Studio open(String host) throws IOException {
        return Studio.open(
                new Studio.Settings(root, null, host, 0, List.of("/bin/false"), ReportPage::of, SearchPage::body));
    }

    @AfterAll
    static void close() {
        studio.close();
    }

    private static String[] trusted() {
        return new String[] {"X-Duello-Token: " + token};
    }

    @Test
    void it_listens_on_this_machine_only() {
        assertThat(studio.address()).startsWith("http://127.0.0.1:");
    }

    @Test
    void a_page_without_the_token_looks_and_one_with_it_may_change() throws IOException {
        assertThat(http.get("/").body()).contains("name=\"token\" content=\"\"").doesNotContain(token);
        RawHttp.Answer first = http.get("/?token=" + token);
        assertThat(first.status()).isEqualTo(303);
        assertThat(first.head()).contains("HttpOnly; SameSite=Strict");
        String cookie = first.head().replaceAll("(?is).*set-cookie: ([^;]*);.*", "$1");
        assertThat(http.get("/", "Cookie: other=1; " + cookie).body()).contains("content=\"" + token + "\"");
        assertThat(http.get("/", "Cookie: " + cookie.replace(token, "0".repeat(32)))
                        .body())
                .doesNotContain(token);
        assertThat(http.get("/?token=" + "0".repeat(32)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:PORT",
                "127.0.0.1",
                "127.0.0.1:1",
                "127.0.0.1.evil.example:PORT",
                ""
            })
    void other_names_of_this_machine_are_not_served(String host) throws IOException {
        String name = "Host: " + host.replace("PORT", String.valueOf(http.port()));

        assertThat(http.get("/api/runs", name).status()).isBetween(400, 403);
        assertThat(http.post("/api/runs", "{}", name, trusted()[0]).status()).isBetween(400, 403);
    }

    @Test
    void pages_of_other_sites_are_not_served() throws IOException {
        for (String origin : List.of("http://evil.example", "null", "https://127.0.0.1:" + http.port())) {
            assertThat(http.get("/api/runs", "Origin: " + origin).status()).isEqualTo(403);
            assertThat(http.post("/api/runs/first/stop", "", "Origin: " + origin, trusted()[0])
                            .status())
                    .isEqualTo(403);
        }
        assertThat(http.get("/api/runs", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors")
                        .status())
                .isEqualTo(403);
        assertThat(http.get("/", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")
                        .status())
                .isEqualTo(200);
        assertThat(http.get("/api/runs", "Origin: http://127.0.0.1:" + http.port())
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/runs",
                "/api/runs/first/stop",
                "/api/runs/first/resume",
                "/api/runs/first/checkpoints/x/judge"
            })
    void nothing_changes_without_the_token(String path) throws IOException {
        assertThat(http.post(path, "{}").status()).isEqualTo(403);
        assertThat(http.post(path, "{}", "X-Duello-Token: " + "0".repeat(32)).status())
                .isEqualTo(403);
        assertThat(http.post(path, "{}", "Cookie: duello-" + http.port() + "=" + token)
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/runs/..",
                "/api/runs/%2e%2e",
                "/api/runs/..%2foutside",
                "/api/runs/linked",
                "/api/runs/first/samples/..%2fexperiment.yaml",
                "/api/runs/first/samples/..%2f..%2f..%2fsecret.txt",
                "/api/runs/first/samples/000001.000k.png",
                "/api/runs/first/pages/..%2f..%2fsecret.txt",
                "/api/runs/first/pages/experiment.yaml",
                "/static/..%2findex.html",
                "/static/Studio.class",
                "/static/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
                "/../../secret.txt",
                "//etc/passwd"
            })
    void no_path_leads_out_of_the_runs(String path) throws IOException {
        RawHttp.Answer answer = http.get(path);

        assertThat(answer.status()).isBetween(400, 404);
        assertThat(answer.body()).doesNotContain("secret");
    }

    @Test
    void pictures_of_the_run_are_served() throws IOException {
        assertThat(http.get("/api/runs/first/samples/000000.000k.png").body()).isEqualTo("a picture");
        assertThat(http.get("/api/runs").body()).contains("secret-free").doesNotContain("linked");
        assertThat(http.get("/api/runs/first").body()).doesNotContain("secret.txt");
    }

    @Test
    void what_is_too_large_is_not_taken() throws IOException {
        assertThat(http.post("/api/runs", "x".repeat(100_000), trusted()).status())
                .isEqualTo(413);
        assertThat(http.post("/api/runs/first/checkpoints/x/judge", "x".repeat((16 << 20) + 1), trusted())
                        .status())
                .isIn(413, 0);
        assertThat(http.get("/api/events?runs=" + "x".repeat(20_000)).status()).isEqualTo(414);
    }

    @Test
    void nothing_runs_in_the_page_but_its_own_modules() throws IOException {
        assertThat(http.get("/").head().toLowerCase(Locale.ROOT))
                .contains("content-security-policy: default-src 'none'; script-src 'self'", "frame-ancestors 'none'")
                .contains("x-content-type-options: nosniff");
    }

    @Test
    void the_curves_library_comes_from_here_with_its_license() throws IOException {
        assertThat(http.get("/static/uplot.js").body()).contains("uPlot");
        assertThat(http.get("/static/uplot.css").status()).isEqualTo(200);
        assertThat(http.get("/static/uplot-license.txt").body()).contains("MIT License");
    }

    @Test
    void a_port_that_is_taken_is_told_in_a_sentence() {
        Cli cli = Cli.run("studio", root, "--port", http.port());

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err())
                .contains("Port " + http.port()
                        + " of 127.0.0.1 is in use by another program. Choose another with --port");
    }

    /** What the page changes is changed by nobody without the token, and only where Duello wrote. */
    @Test
    void a_run_is_written_about_and_deleted_with_the_token_only_and_a_foreign_folder_not_at_all() throws IOException {
        for (String path : List.of("/api/runs/first/notes", "/api/runs/first/delete", "/api/trash/1/restore")) {
            assertThat(http.post(path, "{}").status()).isEqualTo(403);
        }
        assertThat(http.post("/api/runs/first/notes", "{\"title\":\"" + "x".repeat(200) + "\"}", trusted())
                        .status())
                .isEqualTo(422);
        for (String name : List.of("..", "..%2ffirst", "1234567890123-..", "1234567890123-..%2f..%2fsecret.txt")) {
            assertThat(http.post("/api/trash/" + name + "/restore", "", trusted())
                            .status())
                    .as(name)
                    .isEqualTo(404);
        }
        RawHttp.Answer refused = http.post("/api/runs/foreign/delete", "", trusted());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("does not look like a folder that Duello made");
        assertThat(root.resolve("foreign/experiment.yaml")).exists();
    }

    @Test
    void open_to_other_machines_everything_needs_the_token() throws IOException {
        try (Studio open = open("127.0.0.1")) {
            RawHttp there = new RawHttp(URI.create(open.address()).getPort());
            String secret = open.address().replaceAll(".*token=", "");

            assertThat(there.get("/").status()).isEqualTo(401);
            assertThat(there.get("/api/runs").status()).isEqualTo(401);
            assertThat(there.get("/?token=" + secret).status()).isEqualTo(303);
            assertThat(there.get("/api/runs", "Cookie: duello-" + there.port() + "=" + secret)
                            .status())
                    .isEqualTo(200);
        }
    }

    /** Ten thousand requests, each broken in a way of its own. */
    @Test
    void hostile_requests_are_refused_and_a_training_goes_on() throws Exception {
        Path images = folder.resolve("images");
        Pictures.write(images, 20);
        List<Cli> training = new ArrayList<>();
        Thread trainer = Thread.ofPlatform()
                .start(() -> training.add(TinyRun.trainMlp(
                        images,
                        root.resolve("meanwhile"),
                        "--kimg",
                        "20",
                        "--watch",
                        "none",
                        "--set",
                        "generator.width=8",
                        "--set",
                        "discriminator.width=8")));
        List<byte[]> whole = List.of(
                http.request("GET", "/api/runs/first/samples/000000.000k.png", ""),
                http.request(
                        "GET", "/api/runs/first/checkpoints/000000.000k/images?z=1.0,1.1*-1;2.0&truncation=0.5", ""),
                http.request("HEAD", "/api/runs/first/curves", "", "Accept: */*", "Cookie: a=b"),
                http.request("POST", "/api/runs", "{\"name\":\"x\",\"settings\":{\"preset\":\"none\"}}", trusted()),
                http.request("POST", "/api/runs/first/resume", "{\"kimg\":-1}", trusted()),
                http.request("POST", "/api/runs/first/checkpoints/a/judge", "no image", trusted()),
                http.request("DELETE", "/api/runs/first", "", trusted()));
        SplittableRandom random = new SplittableRandom(11);
        int[] classes = new int[6];
        for (int i = 0; i < 10_000; i++) {
            byte[] request = mutated(whole.get(random.nextInt(whole.size())), random);
            RawHttp.Answer answer = http.send(request);

            if (answer.status() >= 500) {
                fail("request %d: %s%n%s", i, new String(request, StandardCharsets.ISO_8859_1), answer);
            }
            classes[answer.status() / 100]++;
        }

        assertThat(classes[4]).as("refused").isGreaterThan(5000);
        assertThat(http.get("/api/runs").status()).isEqualTo(200);
        trainer.join();
        assertThat(training.getFirst().exitCode()).as(training.getFirst().err()).isZero();
        assertThat(root.toFile().list()).containsOnly("first", "foreign", "linked", "meanwhile", ".studio");
    }

    private static byte[] mutated(byte[] request, SplittableRandom random) {
        byte[] bytes = request.clone();
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) "/.%?&;,*:\r\n\0 \"{}-".charAt(random.nextInt(17));
                case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                case 3 -> {
                    byte[] twice = Arrays.copyOf(bytes, bytes.length + at);
                    System.arraycopy(bytes, 0, twice, bytes.length, at);
                    bytes = twice;
                }
                case 4 -> {
                    String insert = List.of(
                                    "%00", "../", "%2e%2e%2f", "9".repeat(40), "é", "\r\nHost: evil\r\n", "%", "{{{{")
                            .get(random.nextInt(8));
                    bytes = (new String(bytes, 0, at, StandardCharsets.ISO_8859_1)
                                    + insert
                                    + new String(bytes, at, bytes.length - at, StandardCharsets.ISO_8859_1))
                            .getBytes(StandardCharsets.ISO_8859_1);
                }
                default -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return bytes;
    }
}
