package dev.duello;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that the guide sends a reader to are there. */
class GuideFilesTest {
    private static final List<Path> ROOTS = List.of(
            Path.of("src/main/java/dev/duello"),
            Path.of("src/test/java/dev/duello"),
            Path.of("../app/src/main/java/dev/duello"),
            Path.of(".."));

    @ParameterizedTest
    @ValueSource(strings = {"code.md", "extending.md"})
    void every_file_that_a_page_names_is_there(String page) throws Exception {
        List<String> named = Pattern.compile("`([\\w/-]+\\.(?:java|py|md|yaml))`")
                .matcher(Files.readString(Path.of("../docs/guide", page)))
                .results()
                .map(found -> found.group(1))
                .filter(name -> name.contains("/"))
                .distinct()
                .toList();

        assertThat(named).hasSizeGreaterThan(5);
        assertThat(named)
                .filteredOn(name -> ROOTS.stream().noneMatch(root -> Files.exists(root.resolve(name))))
                .isEmpty();
    }
}
