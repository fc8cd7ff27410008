package dev.duello.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.LoadReport;
import dev.duello.data.Split;
import dev.duello.data.cache.CacheWriter;
import dev.duello.data.image.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedFileTest {
    private static final ImageFormat FORMAT = new ImageFormat(1, 8, 12);

    @TempDir
    private Path folder;

    private Path prepare() {
        Path file = folder.resolve("photos.samples");
        try (CacheWriter writer = new CacheWriter(file, FORMAT, true)) {
            byte[] pixels = new byte[96];
            for (int i = 0; i < 3; i++) {
                Arrays.fill(pixels, (byte) i);
                writer.add(pixels, 0, i % 2);
            }
            writer.skip("broken.png", "it is empty");
            writer.finish("photos", List.of("a", "b"), LoadReport.EMPTY);
        }
        return file;
    }

    @Test
    void a_prepared_file_is_a_data_set() {
        try (Dataset set = Datasets.open(prepare().toString(), LoadOptions.DEFAULT)) {
            assertThat(set.name()).isEqualTo("photos");
            assertThat(set.format()).isEqualTo(FORMAT);
            assertThat(set.size()).isEqualTo(3);
            assertThat(set.classes()).containsExactly("a", "b");
            assertThat(set.label(1)).isEqualTo(1);
            assertThat(set.skippedCount()).isEqualTo(1);
            assertThat(set.heldOut()).isNull();
        }
    }

    @Test
    void its_format_may_be_asked_for_and_no_other() {
        String file = prepare().toString();
        try (Dataset set = Datasets.open(file, LoadOptions.DEFAULT.withFormat(FORMAT))) {
            assertThat(set.format()).isEqualTo(FORMAT);
        }
        assertThatThrownBy(() -> Datasets.open(file, LoadOptions.DEFAULT.withChannels(3)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("prepared as 8x12x1", "Prepare them again");
        assertThatThrownBy(() -> Datasets.open(file, LoadOptions.DEFAULT.withSplit(Split.TEST)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("has no test split");
    }

    @Test
    void a_damaged_one_is_refused() throws IOException {
        Path file = prepare();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> Datasets.open(file.toString(), LoadOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("is damaged");
    }
}
