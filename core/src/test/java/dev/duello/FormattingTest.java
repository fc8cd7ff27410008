package dev.duello;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the format of every source file. A test rather than a plugin, because the formatter needs a JDK 25 to run on. */
class FormattingTest {
    @Test
    void every_source_is_formatted() throws Exception {
        Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
                .style(JavaFormatterOptions.Style.PALANTIR)
                .build());
        List<Path> unformatted = new ArrayList<>();
        int files = 0;
        for (String module : List.of("core", "app", "spark", "consumer", "dist")) {
            try (Stream<Path> sources = Files.walk(Path.of("..", module, "src"))) {
                for (Path source : sources.filter(path -> path.toString().endsWith(".java"))
                        .toList()) {
                    String text = Files.readString(source);
                    files++;
                    // The steps of the plugin, in its order.
                    String formatted = RemoveUnusedImports.removeUnusedImports(ImportOrderer.reorderImports(
                            formatter.formatSource(text), JavaFormatterOptions.Style.PALANTIR));
                    if (!formatted.equals(text)) {
                        unformatted.add(source);
                    }
                }
            }
        }
        assertThat(files).isGreaterThan(100);
        assertThat(unformatted)
                .as("run: JAVA_HOME=<JDK 25> ./mvnw spotless:apply")
                .isEmpty();
    }
}
