package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not be loaded shows only in a fresh JVM. */
@Tag("slow")
class StartTest {
    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "train --help", "sample --help", "doctor --help", "summary"})
    void answers_without_the_native_library(String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        builder.command().addAll(List.of(command.split(" ")));
        Process process = builder.redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(text).contains("dev.duello.app.Main source:").doesNotContain(" org.bytedeco.");
        if (!command.equals("summary")) {
            assertThat(text).doesNotContain(" com.fasterxml.", " java.awt.");
        }
    }
}
