package dev.duello.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.image.Fit;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@ExtendWith(LocalCluster.class)
class PrepareTest {
    private static final ImageFormat FORMAT = new ImageFormat(3, 8, 12);

    @TempDir
    private Path folder;

    @Test
    void the_file_holds_what_the_folder_would_hold_and_tells_what_could_not_be_read() throws IOException {
        Path images = TinyRun.writeImages(folder.resolve("images"));
        Files.writeString(images.resolve("left/0 no image.png"), "text");
        Files.write(images.resolve("right/empty.jpg"), new byte[0]);
        Files.writeString(images.resolve("right/photo.heic"), "of a telephone");
        Files.copy(images.resolve("left/0.png"), images.resolve("left/copy.png"));
        Files.createDirectories(images.resolve(".hidden"));
        Files.copy(images.resolve("left/0.png"), images.resolve(".hidden/0.png"));
        Path file = folder.resolve("images.samples");

        Prepared prepared = new DuelloSpark(LocalCluster.shared()).prepare(images.toString(), FORMAT, Fit.CROP, file);

        assertThat(prepared.count()).isEqualTo(601);
        assertThat(prepared.classes()).containsExactly("left", "right");
        assertThat(prepared.copies()).isEqualTo(1);
        assertThat(prepared.skippedCount()).isEqualTo(3);
        assertThat(prepared.skipped().stream().map(one -> one.file()))
                .containsExactly("left/0 no image.png", "right/empty.jpg", "right/photo.heic");
        assertThat(prepared.skipped().getFirst().reason()).contains("it is not a PNG");
        try (Dataset direct = Datasets.open(images.toString(), LoadOptions.DEFAULT.withFormat(FORMAT));
                Dataset opened = Datasets.open(file.toString(), LoadOptions.DEFAULT)) {
            assertThat(opened.fingerprint()).isEqualTo(direct.fingerprint());
        }
    }

    @Test
    void a_folder_without_images_is_refused() {
        assertThatThrownBy(() -> new DuelloSpark(LocalCluster.shared())
                        .prepare(folder.toString(), FORMAT, Fit.CROP, folder.resolve("x.samples")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("holds no images");
    }
}
