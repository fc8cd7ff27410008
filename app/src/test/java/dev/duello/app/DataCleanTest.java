package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCleanTest {
    private static final String PROPERTY = "duello.cache";

    @TempDir
    private Path folder;

    private Path cache;
    private String before;

    @BeforeEach
    void decode() {
        before = System.getProperty(PROPERTY);
        cache = folder.resolve("cache");
        System.setProperty(PROPERTY, cache.toString());
        Pictures.write(folder.resolve("images"), 20);
        assertThat(Cli.run("data", "show", folder.resolve("images"), "--sheet", folder.resolve("sheet.png"))
                        .exitCode())
                .isZero();
    }

    @AfterEach
    void putBack() {
        if (before == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
    }

    @Test
    void copies_are_listed_first_and_removed_when_told_to() throws IOException {
        Path mine = Files.writeString(cache.resolve("sets/notes.txt"), "mine");
        Cli listed = Cli.run("data", "clean");
        assertThat(listed.exitCode()).isZero();
        assertThat(listed.out())
                .startsWith("decoded ")
                .contains(".samples")
                .contains("To remove them: duello data clean --yes");
        assertThat(cache.resolve("sets")).isDirectoryContaining("glob:**.samples");

        JsonNode removed = new ObjectMapper()
                .readTree(Cli.run("data", "clean", "--yes", "--json").out());
        assertThat(removed.get("removed").asBoolean()).isTrue();
        assertThat(removed.get("files")).hasSize(1);
        assertThat(removed.get("files").get(0).get("kind").asText()).isEqualTo("decoded");
        assertThat(cache.resolve("sets")).isDirectoryNotContaining("glob:**.samples");
        assertThat(mine).hasContent("mine");
        assertThat(folder.resolve("images")).isNotEmptyDirectory();

        assertThat(Cli.run("data", "clean", "--yes").out()).startsWith("There is nothing to remove in ");
    }
}
