package dev.duello;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of {@code docs/guide/java.md} compiles against the library as it is. */
class JavaGuideTest {
    private static final Path PAGE = Path.of("../docs/guide/java.md");

    @TempDir
    private Path folder;

    @Test
    void every_class_of_the_page_compiles() throws Exception {
        Matcher block = Pattern.compile("```java\n(.*?class (\\w+).*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE));
        List<Path> sources = new ArrayList<>();
        while (block.find()) {
            sources.add(Files.writeString(folder.resolve(block.group(2) + ".java"), block.group(1)));
        }
        assertThat(sources).hasSize(5);

        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter remarks = new StringWriter();
        boolean compiled = compiler.getTask(
                        remarks,
                        null,
                        null,
                        List.of(
                                "-d",
                                folder.toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-proc:none",
                                "-Xlint:all,-classfile,-path",
                                "-Werror"),
                        null,
                        compiler.getStandardFileManager(null, null, null)
                                .getJavaFileObjects(sources.toArray(Path[]::new)))
                .call();
        assertThat(compiled).as(remarks.toString()).isTrue();
    }

    @Test
    void the_page_names_the_version_that_is_built() throws Exception {
        Matcher version = Pattern.compile("<version>(.*?)</version>").matcher(Files.readString(Path.of("../pom.xml")));
        assertThat(version.find()).isTrue();

        Matcher named = Pattern.compile("duello-\\w+(?:</artifactId>\\s*<version>|:)(\\d.*?)[<\"]")
                .matcher(Files.readString(PAGE));
        assertThat(named.results().map(found -> found.group(1)).toList())
                .hasSize(3)
                .containsOnly(version.group(1));
    }
}
