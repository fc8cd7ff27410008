package dev.duello.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archive as a user gets it: unpacked into an empty folder, without a Java, a Maven or a home that was used before. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class DistributionTest {
    private static final String NAME = System.getProperty("dist.name");
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    @TempDir
    private static Path folder;

    private static Path home;
    private static Path tools;
    private static Path root;

    @BeforeAll
    static void unpack() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        tools = Files.createDirectory(folder.resolve("tools"));
        // All that the launcher needs of a system.
        for (String tool : List.of("sh", "dirname", "readlink")) {
            Files.createSymbolicLink(
                    tools.resolve(tool),
                    Stream.of("/bin/", "/usr/bin/")
                            .map(bin -> Path.of(bin + tool))
                            .filter(Files::exists)
                            .findFirst()
                            .orElseThrow());
        }
        root = folder.resolve(NAME);
        try (ZipFile zip =
                ZipFile.builder().setPath(TARGET.resolve(NAME + ".zip")).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                Path file = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.getParent());
                if (entry.isUnixSymlink()) {
                    Files.createSymbolicLink(file, Path.of(zip.getUnixSymlink(entry)));
                    continue;
                }
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, file);
                }
                Files.setPosixFilePermissions(
                        file,
                        PosixFilePermissions.fromString((entry.getUnixMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--"));
                Files.setLastModifiedTime(file, entry.getLastModifiedTime());
            }
        }
    }

    private static ProcessBuilder duello(String... arguments) {
        List<String> words = new ArrayList<>(List.of(root.resolve("bin/duello").toString()));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("OMP_NUM_THREADS", "1");
        return builder;
    }

    private static String run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    @Test
    void it_trains_samples_and_serves_where_there_is_no_java() throws Exception {
        run(duello(
                "train",
                "--preset",
                "mlp",
                "--kimg",
                "0.128",
                "--watch",
                "none",
                "--quiet",
                "--threads",
                "1",
                "--out",
                "run"));
        run(duello("sample", "run", "-n", "4", "--grid", "four.png"));
        assertThat(folder.resolve("four.png")).isNotEmptyFile();

        Process service = duello("serve", "run", "--port", "0", "--quiet").start();
        try (var err = service.errorReader();
                HttpClient client = HttpClient.newHttpClient()) {
            String line = err.readLine();
            Matcher address = Pattern.compile("http://[0-9.:]+").matcher(String.valueOf(line));
            assertThat(address.find()).as(line).isTrue();
            HttpResponse<byte[]> image = client.send(
                    HttpRequest.newBuilder(URI.create(address.group() + "/v1/images"))
                            .POST(HttpRequest.BodyPublishers.ofString("{\"n\":4}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(image.statusCode()).isEqualTo(200);
            assertThat(image.body()).startsWith(0x89, 'P', 'N', 'G');
            service.destroy();
            assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(service.exitValue()).isEqualTo(143);
        } finally {
            service.destroyForcibly();
        }
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsOnly(".cache");
        }
    }

    @Test
    void its_classes_come_from_the_archive_that_came_with_it() throws Exception {
        ProcessBuilder help = duello("--help");
        // Java refuses to start when the archive does not fit.
        help.environment().put("DUELLO_JAVA_OPTS", "-Xshare:on");

        assertThat(run(help)).contains("duello train");
    }

    @Test
    void it_is_found_through_a_link_and_knows_its_machine() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("linked"), root.resolve("bin/duello"));
        ProcessBuilder doctor = duello("doctor");
        List<String> words = new ArrayList<>(doctor.command());
        words.set(0, link.toString());

        assertThat(run(doctor.command(words)))
                .contains(root.resolve("runtime").toString(), "a matrix product is right");
    }

    @Test
    void what_belongs_to_it_is_in_it() throws Exception {
        Path share = root.resolve("share");
        assertThat(share.resolve("bash-completion/completions/duello"))
                .content()
                .contains("serve");
        assertThat(share.resolve("man/man1/duello-serve.1"))
                .content()
                .contains(".TH \"DUELLO\\-SERVE\" \"1\"", "batch\\-wait");
        assertThat(share.resolve("doc/duello/LICENSE")).isNotEmptyFile();
        assertThat(share.resolve("doc/duello/sbom.cdx.json"))
                .content()
                .contains("\"CycloneDX\"", "pkg:maven/org.bytedeco/pytorch@", "helidon-webserver", "Apache-2.0")
                .doesNotContain("assertj");
    }

    @Test
    void the_checksums_are_those_of_the_archives() throws Exception {
        for (String archive : List.of(NAME + ".zip", NAME + ".tar.zst")) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = Files.newInputStream(TARGET.resolve(archive))) {
                byte[] buffer = new byte[1 << 16];
                for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                    digest.update(buffer, 0, read);
                }
            }
            assertThat(TARGET.resolve(archive + ".sha256"))
                    .content()
                    .startsWith(HexFormat.of().formatHex(digest.digest()) + " *" + archive);
        }
    }
}
