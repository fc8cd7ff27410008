package dev.duello;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of the README compiles and does what it says. */
@Tag("slow")
class ReadmeTest {
    @TempDir
    private Path folder;

    @Test
    void the_java_of_the_readme_trains_samples_and_saves() throws Exception {
        Matcher block =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("../README.md")));
        assertThat(block.find()).isTrue();
        String shorter = block.group(1).replace("\"training.kimg\", \"50\"", "\"training.kimg\", \"0.2\"");
        assertThat(shorter).contains("\"0.2\"");
        Path source = Files.writeString(folder.resolve("First.java"), shorter);
        String classPath = System.getProperty("java.class.path");

        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter remarks = new StringWriter();
        boolean compiled = compiler.getTask(
                        remarks,
                        null,
                        null,
                        List.of("-d", folder.toString(), "-cp", classPath, "-proc:none"),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
                .call();
        assertThat(compiled).as(remarks.toString()).isTrue();

        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        folder + File.pathSeparator + classPath,
                        "First")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("samples/000000.256k.png");
        assertThat(folder.resolve("clothes.png")).isNotEmptyFile();
    }
}
