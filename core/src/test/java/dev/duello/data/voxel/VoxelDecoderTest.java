package dev.duello.data.voxel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.UnreadableFileException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VoxelDecoderTest {
    private static final VoxelFormat BITS = new VoxelFormat(16, 1);
    private static final VoxelFormat COLORS = new VoxelFormat(16, 4);

    private static VoxelGrid grid(byte[] file, VoxelFormat format) throws UnreadableFileException {
        return VoxelGrid.of(
                format, MemorySegment.ofArray(VoxelDecoder.read(file, format).stored()));
    }

    @Test
    void written_files_are_read_back_as_they_were() throws UnreadableFileException {
        VoxelGrid noise = Solids.noise(16, 16, 16, 1);
        assertThat(VoxelDecoder.read(VoxelFiles.vox(noise), COLORS).stored()).isEqualTo(noise.stored(COLORS));
        assertThat(VoxelDecoder.read(VoxelFiles.binvox(noise), BITS).stored()).isEqualTo(noise.stored(BITS));
        assertThat(VoxelDecoder.header(VoxelFiles.vox(noise))).isEqualTo(new VoxelDecoder.Header(16, true));
        assertThat(VoxelDecoder.header(VoxelFiles.binvox(noise))).isEqualTo(new VoxelDecoder.Header(16, false));
    }

    @Test
    void an_array_has_the_axes_of_samples() throws UnreadableFileException {
        byte[] cells = new byte[16 * 16 * 16];
        cells[(3 * 16 + 5) * 16 + 7] = 2;
        assertThat(grid(Solids.npy("|u1", new int[] {16, 16, 16}, cells), BITS).isFull(3, 5, 7))
                .isTrue();
        ByteBuffer floats = ByteBuffer.allocate(4 * cells.length).order(ByteOrder.LITTLE_ENDIAN);
        floats.putFloat(4 * 9, 0.6f).putFloat(4 * 10, 0.4f);
        VoxelGrid read = grid(Solids.npy("<f4", new int[] {16, 16, 16}, floats.array()), BITS);
        assertThat(read.isFull(0, 0, 9)).isTrue();
        assertThat(read.fullCells()).isEqualTo(1);
        byte[] colors = new byte[4 * cells.length];
        colors[0] = 10;
        colors[1] = 20;
        colors[2] = 30;
        colors[3] = 1;
        assertThat(grid(Solids.npy("|u1", new int[] {16, 16, 16, 4}, colors), COLORS)
                        .color(0, 0, 0))
                .isEqualTo(0xff0a141e);
    }

    @Test
    void a_closed_box_is_filled_and_stands_on_the_floor_in_the_middle() throws UnreadableFileException {
        for (byte[] file : new byte[][] {Solids.obj(8, 4, 2, 0, 12), Solids.stl(8, 2, 4), Solids.stlText(8, 2, 4)}) {
            VoxelDecoder.Decoded decoded = VoxelDecoder.read(file, BITS);
            assertThat(decoded.facts().holes()).isZero();
            VoxelGrid box = VoxelGrid.of(BITS, MemorySegment.ofArray(decoded.stored()));
            // 8 units are 16 cells.
            assertThat(box.fullCells()).isEqualTo(16 * 8 * 4);
            for (int u = 0; u < 16; u++) {
                for (int b = 0; b < 16; b++) {
                    assertThat(box.isFull(u, b, 3)).isEqualTo(u < 8 && b >= 6 && b < 10);
                }
            }
        }
    }

    @Test
    void nodes_turn_and_scale_what_is_below_them_and_materials_color_it() throws UnreadableFileException {
        for (byte[] file : new byte[][] {Solids.gltf(2, 1, 4), Solids.glb(2, 1, 4)}) {
            VoxelGrid box = grid(file, COLORS);
            // Turned around x, 1 high and 4 deep become 4 high and 1 deep; 2 wide become 4.
            assertThat(box.fullCells()).isEqualTo(16 * 16 * 4);
            assertThat(box.isFull(15, 6, 0)).isTrue();
            assertThat(box.isFull(15, 9, 15)).isTrue();
            assertThat(box.color(8, 8, 8)).isEqualTo(0xffff0000);
        }
    }

    @Test
    void a_box_without_a_lid_has_one_hole_and_is_empty_inside() throws UnreadableFileException {
        VoxelDecoder.Decoded open = VoxelDecoder.read(Solids.obj(8, 8, 8, 0, 10), BITS);
        assertThat(open.facts().holes()).isEqualTo(1);
        assertThat(open.facts().mesh()).isTrue();
        VoxelGrid grid = VoxelGrid.of(BITS, MemorySegment.ofArray(open.stored()));
        assertThat(grid.isFull(8, 8, 8)).isFalse();
        // Five walls of one cell.
        assertThat(grid.fullCells()).isEqualTo(16 * 16 * 16 - 14 * 14 * 15);
    }

    @Test
    void a_tube_has_two_holes() throws UnreadableFileException {
        assertThat(VoxelDecoder.read(Solids.obj(8, 8, 8, 4, 12), BITS).facts().holes())
                .isEqualTo(2);
    }

    @Test
    void the_mesh_of_a_shape_is_closed_and_voxelizes_to_the_shape() throws UnreadableFileException {
        VoxelGrid table = Solids.table(16);
        VoxelDecoder.Decoded decoded = VoxelDecoder.read(VoxelFiles.obj(table), new VoxelFormat(14, 1));
        assertThat(decoded.facts().holes()).isZero();
        VoxelGrid again = VoxelGrid.of(new VoxelFormat(14, 1), MemorySegment.ofArray(decoded.stored()));
        assertThat(again.fullCells()).isEqualTo(table.fullCells());
        assertThat(again.isFull(0, 0, 0)).isTrue();
        assertThat(again.isFull(7, 7, 7)).isTrue();
        assertThat(again.isFull(3, 7, 7)).isFalse();
    }

    @Test
    void a_grid_that_is_larger_is_scaled_down_and_a_smaller_one_keeps_its_cells() throws UnreadableFileException {
        VoxelDecoder.Decoded large = VoxelDecoder.read(VoxelFiles.binvox(Solids.table(32)), BITS);
        assertThat(large.facts().scaled()).isTrue();
        VoxelGrid small = grid(VoxelFiles.binvox(Solids.table(8)), BITS);
        assertThat(small.fullCells()).isEqualTo(Solids.table(8).fullCells());
        assertThat(small.isFull(0, 5, 5)).isTrue();
    }

    @Test
    void what_cannot_be_read_says_why() {
        Map.of(
                        "", "it is empty",
                        "VOX \0\0\0\0", "it has no MAIN chunk",
                        "#binvox 1\ndim 4 4\ndata\n", "its line 'dim 4 4' does not name three sides",
                        "#binvox 1\ndim 999999 999999 9\ndata\n", "too large",
                        "v 1 2 x\n", "'x' is not a number",
                        "v 1 2 3\nf 1 2 3\n", "a face has the corner 2, of 1",
                        "{\"asset\":", "its JSON cannot be understood",
                        "{\"buffers\":[]}", "its scene has no triangles",
                        "v 1 1 1\nv 1 1 1\nv 1 1 1\nf 1 2 3", "all its corners are at one place",
                        "v 1 1 1\n", "it has no faces")
                .forEach((file, reason) -> assertThatThrownBy(
                                () -> VoxelDecoder.read(file.getBytes(StandardCharsets.ISO_8859_1), BITS))
                        .as(file)
                        .isInstanceOf(UnreadableFileException.class)
                        .hasMessageContaining(reason));
    }
}
