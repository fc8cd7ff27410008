package dev.duello.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The project of {@code docs/guide/java.md}, built by a Maven of its own against the artifacts that the build installed, offline,
 * and run as the page says.
 */
@Tag("slow")
class GuideProjectTest {
    private static final String PAGE = read(Path.of("../docs/guide/java.md"));
    private static final Path REPOSITORY = Path.of(System.getProperty("consumer.repository"));

    @TempDir
    private static Path project;

    @BeforeAll
    static void build() throws Exception {
        Files.writeString(project.resolve("pom.xml"), pinned(first("```xml\n(<project.*?)```")));
        Path sources = Files.createDirectories(project.resolve("src/main/java"));
        Matcher block = Pattern.compile("```java\n(.*?class (\\w+).*?)```", Pattern.DOTALL)
                .matcher(PAGE);
        while (block.find()) {
            Files.writeString(sources.resolve(block.group(2) + ".java"), shortened(block.group(1)));
        }
        run(
                System.getProperty("consumer.maven") + "/bin/mvn",
                "-B",
                "-o",
                "-Dmaven.repo.local=" + REPOSITORY,
                // Plugins, from where this build has them.
                "-Dmaven.repo.local.tail=" + System.getProperty("consumer.plugins"),
                "-Dmaven.repo.local.tail.ignoreAvailability=true",
                "package");
    }

    @Test
    void the_project_of_the_guide_trains_and_samples() throws Exception {
        assertThat(main("Train")).contains("COMPLETED");
        assertThat(project.resolve("clothes/experiment.yaml")).isRegularFile();

        assertThat(main("Sample")).contains("784000 bytes", "28x28x1", "Trouser");
        assertThat(project.resolve("clothes.png")).isNotEmptyFile();
        assertThat(main("InAService").lines()).contains("784", "784000");
    }

    @Test
    void images_that_a_program_makes_are_trained_on() throws Exception {
        main("OwnImages");
        assertThat(project.resolve("lines.png")).isNotEmptyFile();
    }

    @Test
    void without_the_native_libraries_it_is_told_what_to_add() throws Exception {
        Path without = Files.createDirectories(project.resolve("without"));
        try (Stream<Path> jars = Files.list(project.resolve("target/lib"))) {
            for (Path jar :
                    jars.filter(path -> !path.toString().contains("x86_64")).toList()) {
                Files.copy(jar, without.resolve(jar.getFileName()));
            }
        }
        assertThat(execute(java("without/*", "Train"))).contains("add the dependency dev.duello:duello-cpu");
    }

    @Test
    void every_jar_names_its_module() throws Exception {
        List<String> names = new ArrayList<>();
        try (Stream<Path> jars = Files.list(project.resolve("target/lib"))) {
            for (Path path : jars.filter(path -> path.getFileName().toString().startsWith("duello-"))
                    .sorted()
                    .toList()) {
                try (JarFile jar = new JarFile(path.toFile())) {
                    names.add(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"));
                }
            }
        }
        assertThat(names).containsExactly("dev.duello.core", "dev.duello.datasets");
    }

    /** The plugins that the page leaves to Maven, at the versions of this build, which are there without a network. */
    private static String pinned(String pom) {
        String parent = read(Path.of("../pom.xml"));
        StringBuilder plugins = new StringBuilder();
        for (String name : List.of("resources", "compiler", "surefire", "jar")) {
            Matcher plugin = Pattern.compile(
                            "<artifactId>maven-" + name + "-plugin</artifactId>\\s*<version>.*?</version>")
                    .matcher(parent);
            assertThat(plugin.find()).as(name).isTrue();
            plugins.append("<plugin>").append(plugin.group()).append("</plugin>");
        }
        assertThat(pom).contains("<build>");
        return pom.replace("<build>", "<build><pluginManagement><plugins>" + plugins + "</plugins></pluginManagement>");
    }

    private static String shortened(String source) {
        return source.replaceAll(
                "\"training.kimg\", \"\\d+\"", "\"training.kimg\", \"0.1\", \"machine.threads\", \"1\"");
    }

    private static List<String> java(String jars, String main) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                "target/classes" + System.getProperty("path.separator") + jars,
                main);
    }

    private static String main(String name) throws Exception {
        return run(java("target/lib/*", name).toArray(String[]::new));
    }

    private static String run(String... command) throws Exception {
        String output = execute(List.of(command));
        assertThat(output).as(String.join(" ", command)).endsWith("exit 0");
        return output;
    }

    private static String execute(List<String> command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("DUELLO_CACHE", project.resolve("cache").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output + "exit " + process.waitFor();
    }

    private static String first(String pattern) {
        Matcher found = Pattern.compile(pattern, Pattern.DOTALL).matcher(PAGE);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
