package dev.duello.metric.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.DataException;
import dev.duello.data.catalog.Downloader;
import dev.duello.torch.Safetensors;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InceptionFileTest {
    @TempDir
    Path folder;

    @Test
    void a_named_file_wins_over_the_environment() throws IOException {
        Path named = Files.createFile(folder.resolve("named.pth"));
        Path other = Files.createFile(folder.resolve("other.pth"));
        Map<String, String> environment = Map.of("DUELLO_INCEPTION", other.toString());
        assertThat(InceptionFile.find(named, environment)).isEqualTo(named);
        assertThat(InceptionFile.find(null, environment)).isEqualTo(other);
    }

    @Test
    void a_missing_file_is_a_sentence_that_says_what_to_do() {
        Path missing = folder.resolve("missing.pth");
        assertThatThrownBy(() -> InceptionFile.find(missing))
                .isInstanceOf(DataException.class)
                .hasMessage("There is no file of Inception weights at " + missing + ".");
        assertThatThrownBy(() -> InceptionFile.find(null, Map.of("DUELLO_INCEPTION", missing.toString())))
                .hasMessageEndingWith("missing.pth (from DUELLO_INCEPTION).");
        inAnotherCache(() -> assertThatThrownBy(() -> InceptionFile.find(null, Map.of()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("`duello features get inception`")
                .hasMessageContaining("pt_inception-2015-12-05-6726825d.pth (https://github.com/mseitzer/")
                .hasMessageContaining(" into " + folder.resolve("features") + ","));
    }

    @Test
    void a_placed_file_is_found_and_not_downloaded_again() throws IOException {
        Path placed = folder.resolve("features").resolve("pt_inception-2015-12-05-6726825d.pth");
        Files.createDirectories(placed.getParent());
        Files.createFile(placed);
        inAnotherCache(() -> {
            assertThat(InceptionFile.find(null, Map.of())).isEqualTo(placed);
            try (Downloader downloader = new Downloader()) {
                assertThat(InceptionFile.download(downloader, (_, _, _) -> {})).isEqualTo(placed);
            }
        });
    }

    private void inAnotherCache(Runnable body) {
        String cache = System.setProperty("duello.cache", folder.toString());
        try {
            body.run();
        } finally {
            if (cache == null) {
                System.clearProperty("duello.cache");
            } else {
                System.setProperty("duello.cache", cache);
            }
        }
    }

    @Test
    void the_published_file_carries_its_hash_in_its_name() {
        assertThat(InceptionFile.PUBLISHED.sha256()).hasSize(64);
        assertThat(InceptionFile.PUBLISHED.name())
                .contains(InceptionFile.PUBLISHED.sha256().substring(0, 8));
    }

    @Test
    void safetensors_and_pytorch_files_are_told_apart_by_their_bytes() throws Exception {
        Path file = folder.resolve("weights");
        try (var _ = TensorScope.open()) {
            Safetensors.write(file, Map.of("w", Tensors.of(new float[] {1, 2}, 2)), Map.of());
            InceptionWeights read = InceptionWeights.open(file);
            assertThat(read.get("w", 2).toFloats()).containsExactly(1, 2);
            assertThat(read.sha256()).matches("[0-9a-f]{64}");
            assertThat(read.isPublished()).isFalse();

            try (var in = InceptionFileTest.class.getResourceAsStream("legacy.pth")) {
                Files.write(file, in.readAllBytes());
            }
            InceptionWeights other = InceptionWeights.open(file);
            assertThat(other.get("parameter", 2).toFloats()).containsExactly(1.5f, -2.5f);
            assertThat(other.name()).startsWith("inception-").hasSize(22).isNotEqualTo(read.name());
        }
    }

    @Test
    void a_file_that_is_not_there_is_a_sentence() {
        assertThatThrownBy(() -> InceptionWeights.open(folder.resolve("none.pth")))
                .isInstanceOf(DataException.class)
                .hasMessage("Cannot read the weights in " + folder.resolve("none.pth") + ": it does not exist.");
    }
}
