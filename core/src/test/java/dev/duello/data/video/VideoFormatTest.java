package dev.duello.data.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.DataException;
import dev.duello.data.Medium;
import dev.duello.data.image.Animation;
import dev.duello.data.image.Fit;
import dev.duello.data.image.Picture;
import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoFormatTest {
    private static final VideoFormat FORMAT = new VideoFormat(3, 4, 2, 5);

    @Test
    void its_shape_is_channels_time_height_and_width() {
        assertThat(FORMAT.medium()).isEqualTo(Medium.VIDEO);
        assertThat(FORMAT.shape()).containsExactly(3, 4, 2, 5);
        assertThat(FORMAT.bytes()).isEqualTo(120);
        assertThat(FORMAT).hasToString("4 frames of 2x5x3");
    }

    @Test
    void stored_form_and_model_form_undo_each_other_for_every_value() {
        VideoFormat format = new VideoFormat(1, 4, 8, 8);
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate(format.bytes());
            for (int i = 0; i < 256; i++) {
                stored.set(ValueLayout.JAVA_BYTE, i, (byte) i);
            }
            byte[] again = new byte[256];
            format.toStored(format.toTensor(stored, 1, Device.CPU)).copyTo(MemorySegment.ofArray(again));
            assertThat(again).isEqualTo(stored.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    @Test
    void channels_come_first_in_the_model_form_and_last_in_the_stored_one() {
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate(2L * FORMAT.bytes());
            // Clip 1, frame 2, row 1, column 3, green.
            int at = FORMAT.bytes() + ((2 * 2 + 1) * 5 + 3) * 3 + 1;
            stored.set(ValueLayout.JAVA_BYTE, at, (byte) 255);
            Tensor tensor = FORMAT.toTensor(stored, 2, Device.CPU);
            assertThat(tensor.shape()).containsExactly(2, 3, 4, 2, 5);
            float[] numbers = tensor.contiguous().toFloats();
            for (int i = 0; i < numbers.length; i++) {
                int place = (((3 + 1) * 4 + 2) * 2 + 1) * 5 + 3;
                assertThat(numbers[i]).isEqualTo(i == place ? 1f : -1f);
            }
            byte[] again = new byte[2 * FORMAT.bytes()];
            FORMAT.toStored(tensor).copyTo(MemorySegment.ofArray(again));
            assertThat(again).isEqualTo(stored.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    @Test
    void a_preview_is_a_picture_of_rows_of_frames_and_a_gif_that_moves(@TempDir Path folder) throws Exception {
        byte[] clips = new byte[3 * FORMAT.bytes()];
        // The last frame of the last clip is white.
        int frame = FORMAT.frame().bytes();
        Arrays.fill(clips, clips.length - frame, clips.length, (byte) 255);
        FORMAT.writePreview(folder.resolve("a.png"), MemorySegment.ofArray(clips));

        Picture strips = Picture.read(folder.resolve("a.png"));
        int zoom = FORMAT.strips(1).zoom();
        assertThat(strips.width()).isEqualTo((4 * (5 + 2) + 2) * zoom);
        assertThat(strips.height()).isEqualTo((3 * (2 + 2) + 2) * zoom);
        int y = (2 + 2 * 4) * zoom;
        int x = (2 + 3 * 7) * zoom;
        assertThat(strips.pixels()[(y * strips.width() + x) * 4]).isEqualTo((byte) 255);
        assertThat(strips.pixels()[(y * strips.width() + x - 7 * zoom) * 4]).isZero();

        Animation moving = Animation.of(Files.readAllBytes(folder.resolve("a.gif")));
        assertThat(moving.count()).isEqualTo(4);
    }

    @Test
    void one_clip_as_a_gif_is_read_again_as_it_was() throws Exception {
        VideoFormat format = new VideoFormat(3, 4, 8, 9);
        byte[] clip = MotionClips.of(format, 1);
        byte[] gif = MovingPictures.gif(format, clip);
        assertThat(VideoDecoder.read(gif, format, Fit.CROP, new ClipLayout.Animations())
                        .stored())
                .isEqualTo(clip);
    }

    @Test
    void values_out_of_range_are_refused_with_a_sentence() {
        assertThatThrownBy(() -> new VideoFormat(3, 1, 8, 8))
                .isInstanceOf(DataException.class)
                .hasMessage("A clip has 2 to 1024 frames, not 1.");
        assertThatThrownBy(() -> new VideoFormat(3, 1024, 4096, 4096))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("larger than 1 GiB");
        assertThatThrownBy(() -> ClipGrid.parse("4"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("4x4");
        assertThatThrownBy(() -> ClipGrid.parse("1x1")).isInstanceOf(DataException.class);
    }
}
