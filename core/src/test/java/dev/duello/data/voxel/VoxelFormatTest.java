package dev.duello.data.voxel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Medium;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoxelFormatTest {
    @TempDir
    Path folder;

    @Test
    void bits_become_one_and_minus_one_and_come_back() {
        VoxelFormat format = new VoxelFormat(8, 1);
        byte[] bytes = new byte[3 * format.bytes()];
        new Random(1).nextBytes(bytes);
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));

            Tensor samples = format.toTensor(stored, 3, Device.CPU);

            assertThat(samples.shape()).containsExactly(3, 1, 8, 8, 8);
            float[] numbers = samples.toFloats();
            for (int i = 0; i < numbers.length; i++) {
                assertThat(numbers[i]).isEqualTo((bytes[i / 8] >> i % 8 & 1) == 1 ? 1f : -1f);
            }
            assertThat(back(format, samples)).isEqualTo(bytes);
            assertThat(back(format, samples.multiply(0.01))).isEqualTo(bytes);
        }
    }

    @Test
    void colors_come_back_where_cells_are_full() {
        VoxelFormat format = new VoxelFormat(8, 4);
        byte[] bytes = new byte[2 * format.bytes()];
        Random random = new Random(1);
        for (int i = 0; i < bytes.length; i += 4) {
            if (random.nextBoolean()) {
                bytes[i] = (byte) random.nextInt(256);
                bytes[i + 1] = (byte) random.nextInt(256);
                bytes[i + 2] = (byte) random.nextInt(256);
                bytes[i + 3] = (byte) 255;
            }
        }
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
            Tensor samples = format.toTensor(stored, 2, Device.CPU);
            assertThat(samples.shape()).containsExactly(2, 4, 8, 8, 8);
            for (float number : samples.toFloats()) {
                assertThat(number).isBetween(-1f, 1f);
            }
            assertThat(back(format, samples)).isEqualTo(bytes);
        }
    }

    @Test
    void what_is_no_number_is_empty() {
        VoxelFormat format = new VoxelFormat(8, 1);
        try (var _ = TensorScope.open()) {
            Tensor nowhere = Tensors.zeros(Device.CPU, 1, 1, 8, 8, 8).fill_(Double.NaN);
            assertThat(back(format, nowhere)).containsOnly(0);
        }
    }

    private static byte[] back(VoxelFormat format, Tensor samples) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(samples.size(0) * format.bytes());
            format.toStored(samples).copyTo(memory);
            return memory.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    @Test
    void a_picture_shows_every_shape_in_its_place_and_a_gif_turns_it() throws IOException {
        VoxelFormat format = new VoxelFormat(16, 1);
        byte[] table = Solids.table(16).stored(format);
        byte[] both = new byte[2 * table.length];
        System.arraycopy(table, 0, both, table.length, table.length);
        Path png = folder.resolve("some.png");

        format.writePreview(png, MemorySegment.ofArray(both), 2);

        BufferedImage picture = ImageIO.read(png.toFile());
        VoxelFormat.Cell cell = format.cell(2);
        assertThat(picture.getWidth()).isEqualTo(2 * (cell.width() + cell.margin()) + cell.margin());
        assertThat(colors(picture, cell.margin(), cell.width())).isZero();
        assertThat(colors(picture, 2 * cell.margin() + cell.width(), cell.width()))
                .isGreaterThan(cell.width());
        try (ImageInputStream in = ImageIO.createImageInputStream(
                new ByteArrayInputStream(Files.readAllBytes(folder.resolve("some.gif"))))) {
            ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
            reader.setInput(in);
            assertThat(reader.getNumImages(true)).isEqualTo(12);
            assertThat(reader.read(3).getRGB(150, 60)).isNotEqualTo(0);
        }
    }

    /** Pixels that are not white. */
    private static int colors(BufferedImage picture, int left, int side) {
        int count = 0;
        for (int y = 0; y < side; y++) {
            for (int x = left; x < left + side; x++) {
                count += (picture.getRGB(x, y) & 0xffffff) == 0xffffff ? 0 : 1;
            }
        }
        return count;
    }

    @Test
    void a_cube_seen_from_the_front_is_as_high_and_wide_as_geometry_says() {
        VoxelGrid cube = new VoxelGrid(8, 8, 8);
        for (int i = 0; i < 512; i++) {
            cube.fill(i / 64, i / 8 % 8, i % 8, 0x808080);
        }
        int pixels = 300;
        BufferedImage picture = new BufferedImage(pixels, pixels, BufferedImage.TYPE_INT_RGB);
        VoxelRenderer.draw(cube, 0, picture, 0, 0, pixels, 1);
        int wide = 0;
        int high = 0;
        for (int i = 0; i < pixels; i++) {
            wide += (picture.getRGB(i, pixels / 2) & 0xffffff) == 0xffffff ? 0 : 1;
            high += (picture.getRGB(pixels / 2, i) & 0xffffff) == 0xffffff ? 0 : 1;
        }
        // From 28 degrees above, a side of 1 of 1.5 is wide, and its front and its top are cos 28° + sin 28° high.
        assertThat(wide).isBetween(198, 202);
        double expected = pixels / 1.5 * (Math.cos(Math.toRadians(28)) + Math.sin(Math.toRadians(28)));
        assertThat((double) high).isBetween(expected - 2, expected + 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 33, 130})
    void a_side_out_of_range_is_refused(int side) {
        assertThatThrownBy(() -> new VoxelFormat(side, 1))
                .isInstanceOf(DataException.class)
                .hasMessage("The side of a cube of voxels must be an even number from 8 to 128, not " + side + ".");
    }

    @Test
    void three_channels_and_other_media_are_refused() {
        assertThatThrownBy(() -> new VoxelFormat(32, 3))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("1 channel");
        try (Dataset images = Datasets.of("dots", new ImageFormat(1, 8, 8), new byte[128], null, List.of())) {
            assertThatThrownBy(() -> VoxelFormat.of(images))
                    .isInstanceOf(DataException.class)
                    .hasMessage("This works on shapes only, and dots holds images.");
        }
        assertThat(new VoxelFormat(32, 4).medium()).isEqualTo(Medium.VOXELS);
        assertThat(new VoxelFormat(32, 1)).hasToString("32x32x32");
    }
}
