package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** When the launcher builds, tried with a build and a Java that only write down how they were called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    @TempDir
    private Path root;

    @BeforeEach
    void install() throws IOException {
        Files.copy(Path.of("..", "duello"), root.resolve("duello"));
        script(root.resolve("duello"), null);
        Files.writeString(root.resolve("pom.xml"), "");
        for (String folder : new String[] {"core/src/main", "app/src/main", "datasets"}) {
            Files.createDirectories(root.resolve(folder));
        }
        script(
                root.resolve("mvnw"),
                "#!/bin/sh\necho \"$@\" >>builds\nmkdir -p app/target\ntouch app/target/duello.jar\n");
        Path bin = Files.createDirectories(root.resolve("jdk/bin"));
        Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        script(bin.resolve("java"), "#!/bin/sh\nexit 0\n");
        script(bin.resolve("javac"), "#!/bin/sh\nexit 0\n");
        // Sources that are newer than a build of the same instant would be built again.
        try (Stream<Path> files = Files.walk(root)) {
            files.forEach(file -> file.toFile().setLastModified(1_000_000_000_000L));
        }
    }

    private static void script(Path file, @Nullable String text) throws IOException {
        if (text != null) {
            Files.writeString(file, text);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** @param options of the build, or null when the variable is not set */
    private String run(@Nullable String options) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(root.resolve("duello").toString(), "doctor");
        builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
        builder.environment().remove("DUELLO_MAVEN_OPTS");
        if (options != null) {
            builder.environment().put("DUELLO_MAVEN_OPTS", options);
        }
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private int builds() throws IOException {
        return Files.readAllLines(root.resolve("builds")).size();
    }

    @Test
    void what_is_built_is_not_built_again() throws Exception {
        assertThat(run(null)).contains("Building Duello (once)...");
        assertThat(run(null)).doesNotContain("Building");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void other_build_options_are_another_build() throws Exception {
        run(null);

        assertThat(run("-Pcuda")).contains("Building Duello (once) with -Pcuda...");
        assertThat(Files.readAllLines(root.resolve("builds")).getLast()).contains(" -Pcuda -pl app -am package");
        assertThat(run("-Pcuda")).doesNotContain("Building");
        assertThat(run("")).contains("Building Duello (once)...");
        assertThat(builds()).isEqualTo(3);
    }

    @Test
    void without_options_those_of_the_last_build_hold() throws Exception {
        run("-Pcuda");

        assertThat(run(null)).doesNotContain("Building");
        Files.writeString(root.resolve("pom.xml"), "changed");
        assertThat(run(null)).contains("Building Duello (once) with -Pcuda...");
        assertThat(builds()).isEqualTo(2);
    }
}
