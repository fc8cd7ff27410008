package dev.duello.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.DataException;
import dev.duello.data.Samples;
import java.awt.image.BufferedImage;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Grids and single files. */
class ImageGridTest {

    @TempDir
    Path folder;

    @Test
    void lays_out_row_by_row() {
        ImageFormat format = new ImageFormat(1, 2, 3);
        byte[] images = new byte[3 * 6];
        for (int i = 0; i < images.length; i++) {
            images[i] = (byte) (10 * (i / 6 + 1));
        }
        BufferedImage grid = new ImageGrid(2, 1, 2).layOut(format, MemorySegment.ofArray(images));
        assertThat(grid.getWidth()).isEqualTo(2 * (2 * 4 + 1));
        assertThat(grid.getHeight()).isEqualTo(2 * (2 * 3 + 1));
        // Margin, first, second, third, and the empty place.
        assertThat(sample(grid, 0, 0)).isEqualTo(255);
        assertThat(sample(grid, 2, 2)).isEqualTo(10);
        assertThat(sample(grid, 5, 7)).isEqualTo(10);
        assertThat(sample(grid, 5, 8)).isEqualTo(255);
        assertThat(sample(grid, 2, 10)).isEqualTo(20);
        assertThat(sample(grid, 8, 2)).isEqualTo(30);
        assertThat(sample(grid, 8, 10)).isEqualTo(255);
    }

    @Test
    void enlarges_small_images() {
        assertThat(ImageGrid.square(64, new ImageFormat(1, 28, 28))).isEqualTo(new ImageGrid(8, 2, 2));
        assertThat(ImageGrid.square(10, new ImageFormat(3, 512, 512))).isEqualTo(new ImageGrid(4, 2, 1));
        assertThat(ImageGrid.square(1, new ImageFormat(3, 8, 8)).zoom()).isEqualTo(8);
    }

    @Test
    void refuses_bytes_that_are_no_images() {
        MemorySegment bytes = MemorySegment.ofArray(new byte[7]);
        assertThatThrownBy(() -> new ImageGrid(1, 0, 1).layOut(new ImageFormat(1, 2, 3), bytes))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void writes_files_that_read_back_exactly(int channels) throws Exception {
        ImageFormat format = new ImageFormat(channels, 7, 5);
        byte[] pixels = Samples.noise(format.bytes());
        for (int i = 3; i < pixels.length && channels == 4; i += 4) {
            // Color under no alpha at all is not kept.
            pixels[i] |= 1;
        }
        Path file = folder.resolve("new/folder/a.png");
        PngFiles.write(file, format, pixels);
        assertThat(PngFiles.read(file, format, Fit.CROP)).isEqualTo(pixels);
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void says_what_it_cannot_read_or_write() {
        ImageFormat format = new ImageFormat(1, 2, 2);
        assertThatThrownBy(() -> PngFiles.read(folder.resolve("none.png"), format, Fit.CROP))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("none.png: it does not exist.");
        Samples.put(folder.resolve("file"), new byte[1]);
        assertThatThrownBy(() -> PngFiles.write(folder.resolve("file/a.png"), format, new byte[4]))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("is a file, not a folder.");
    }

    private static int sample(BufferedImage image, int y, int x) {
        return image.getRaster().getSample(x, y, 0);
    }
}
