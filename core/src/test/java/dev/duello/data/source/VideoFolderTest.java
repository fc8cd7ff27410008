package dev.duello.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.CacheExtension;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.LoadReport;
import dev.duello.data.Medium;
import dev.duello.data.SkippedFile;
import dev.duello.data.Split;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.data.moving.MotionDrawing;
import dev.duello.data.moving.MotionFactors;
import dev.duello.data.video.ClipGrid;
import dev.duello.data.video.MotionClips;
import dev.duello.data.video.MovingPictures;
import dev.duello.data.video.VideoFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(CacheExtension.class)
class VideoFolderTest {
    private static final VideoFormat CLIP = new VideoFormat(3, 4, 16, 16);

    @TempDir
    Path folder;

    private void put(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private static byte[] gif(int frames, int seed) {
        VideoFormat format = new VideoFormat(3, frames, 16, 16);
        return MovingPictures.gif(format, MotionClips.of(format, seed));
    }

    private static byte[] frame(byte[] clip, int index) {
        int bytes = CLIP.frame().bytes();
        return Arrays.copyOfRange(clip, index * bytes, (index + 1) * bytes);
    }

    private Dataset open(LoadOptions options) {
        return Datasets.open(folder.toString(), options);
    }

    @Test
    void animations_are_videos_and_sub_folders_their_classes() throws Exception {
        put("left/a.gif", gif(4, 1));
        put("left/b.gif", gif(4, 2));
        put("right/c.gif", gif(4, 3));
        for (int time = 0; time < 2; time++) {
            // The second time from the cache.
            try (Dataset videos = open(LoadOptions.DEFAULT)) {
                assertThat(videos.format()).isEqualTo(CLIP);
                assertThat(videos.format().medium()).isEqualTo(Medium.VIDEO);
                assertThat(videos.classes()).containsExactly("left", "right");
                assertThat(IntStream.range(0, 3).map(videos::label)).containsExactly(0, 0, 1);
                for (int i = 0; i < 3; i++) {
                    assertThat(videos.stored(i)).isEqualTo(MotionClips.of(CLIP, i + 1));
                }
                assertThat(videos.report().formats()).isEqualTo(Map.of("animated GIF", 3));
                assertThat(videos.report().videos()).isEqualTo(new LoadReport.Videos(3, 4, 4, 0, 0));
            }
        }
    }

    @Test
    void longer_videos_are_cut_into_consecutive_clips_and_shorter_ones_named() throws Exception {
        put("a.gif", gif(11, 1));
        put("b.gif", gif(3, 2));
        put("c.gif", gif(4, 3));
        try (Dataset videos = open(LoadOptions.DEFAULT.withFrames(4))) {
            byte[] all = MotionClips.of(new VideoFormat(3, 11, 16, 16), 1);
            assertThat(videos.size()).isEqualTo(3);
            assertThat(videos.stored(0)).isEqualTo(Arrays.copyOf(all, CLIP.bytes()));
            assertThat(videos.stored(1)).isEqualTo(Arrays.copyOfRange(all, CLIP.bytes(), 2 * CLIP.bytes()));
            assertThat(videos.stored(2)).isEqualTo(MotionClips.of(CLIP, 3));
            assertThat(videos.skipped())
                    .containsExactly(new SkippedFile("b.gif", "it has 3 frames, fewer than the 4 of a clip"));
            assertThat(videos.report().videos()).isEqualTo(new LoadReport.Videos(2, 4, 11, 1, 3));
        }
    }

    @Test
    void with_one_frame_animations_are_images_as_they_were() throws Exception {
        put("a.gif", gif(4, 1));
        put("b.gif", gif(4, 2));
        try (Dataset images = open(LoadOptions.DEFAULT.withFrames(1))) {
            assertThat(images.format()).isEqualTo(CLIP.frame());
            assertThat(images.stored(0)).isEqualTo(frame(MotionClips.of(CLIP, 1), 0));
            assertThat(images.report().furtherFrames()).isEqualTo(2);
        }
        // What a run wrote down of its format asks for images again.
        try (Dataset images = open(LoadOptions.DEFAULT.withFormat(CLIP.frame()))) {
            assertThat(images.format().medium()).isEqualTo(Medium.IMAGE);
        }
    }

    @Test
    void a_few_animations_among_images_are_images() throws Exception {
        put("a.gif", gif(4, 1));
        put("b.png", PngFiles.encode(CLIP.frame(), frame(MotionClips.of(CLIP, 2), 0)));
        try (Dataset images = open(LoadOptions.DEFAULT)) {
            assertThat(images.format().medium()).isEqualTo(Medium.IMAGE);
        }
    }

    @Test
    void folders_of_frames_are_videos_where_a_number_of_frames_is_asked_for() throws Exception {
        for (String video : List.of("walk/one", "walk/two", "run/three")) {
            byte[] clip = MotionClips.of(CLIP, video.length());
            for (int i = 0; i < 4; i++) {
                // 9, 10, 11, 12: in the order of the numbers, not of the letters.
                put(video + "/frame" + (9 + i) + ".png", PngFiles.encode(CLIP.frame(), frame(clip, i)));
            }
        }
        try (Dataset images = open(LoadOptions.DEFAULT)) {
            assertThat(images.format().medium()).isEqualTo(Medium.IMAGE);
            assertThat(images.size()).isEqualTo(12);
        }
        try (Dataset videos = open(LoadOptions.DEFAULT.withFrames(4))) {
            assertThat(videos.format()).isEqualTo(CLIP);
            assertThat(videos.classes()).containsExactly("run", "walk");
            assertThat(videos.stored(0)).isEqualTo(MotionClips.of(CLIP, "run/three".length()));
            assertThat(videos.label(2)).isEqualTo(1);
            assertThat(videos.report().formats()).isEqualTo(Map.of("folder of frames", 3));
        }
        Map<String, byte[]> entries = new TreeMap<>();
        for (int i = 0; i < 4; i++) {
            entries.put("clip/" + i + ".png", PngFiles.encode(CLIP.frame(), frame(MotionClips.of(CLIP, 7), i)));
        }
        for (byte[] archive : List.of(ArchiveTest.zip(entries), ArchiveTest.tar(entries))) {
            Path file = Files.write(folder.resolveSibling("clips-" + archive.length), archive);
            try (Dataset videos = Datasets.open(file.toString(), LoadOptions.DEFAULT.withFrames(4))) {
                assertThat(videos.stored(0)).isEqualTo(MotionClips.of(CLIP, 7));
            }
        }
    }

    @Test
    void sheets_are_cut_into_frames_row_by_row() throws Exception {
        byte[] clip = MotionClips.of(CLIP, 5);
        ImageFormat sheet = new ImageFormat(3, 32, 32);
        byte[] pixels = new byte[sheet.bytes()];
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                int from = ((y / 16 * 2 + x / 16) * 256 + y % 16 * 16 + x % 16) * 3;
                System.arraycopy(clip, from, pixels, (y * 32 + x) * 3, 3);
            }
        }
        put("a.png", PngFiles.encode(sheet, pixels));
        put("b.png", PngFiles.encode(new ImageFormat(3, 31, 32), new byte[31 * 32 * 3]));
        try (Dataset videos = open(LoadOptions.DEFAULT.withGrid(new ClipGrid(2, 2)))) {
            assertThat(videos.format()).isEqualTo(CLIP);
            assertThat(videos.stored(0)).isEqualTo(clip);
            assertThat(videos.skipped().getFirst().reason()).contains("32 x 31 pixels, which 2 columns and 2 rows");
        }
    }

    @Test
    void the_number_of_frames_follows_from_the_lengths() {
        assertThat(VideoFormatInference.frames(List.of(16, 72, 3))).isEqualTo(16);
        assertThat(VideoFormatInference.frames(List.of(16, 9, 8))).isEqualTo(8);
        assertThat(VideoFormatInference.frames(List.of(2, 2, 2))).isEqualTo(4);
    }

    @Test
    void films_are_refused_with_what_to_do() throws Exception {
        put("a.mp4", new byte[20]);
        assertThatThrownBy(() -> open(LoadOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("MP4 videos are not read")
                .hasMessageContaining("ffmpeg");
    }

    @Test
    void drawn_clips_have_the_factors_that_are_told() {
        MotionFactors factors = MotionFactors.of(Split.TEST, 3);
        byte[] clip = MotionDrawing.draw(factors);
        for (int frame : new int[] {0, 15}) {
            double sum = 0;
            double x = 0;
            double y = 0;
            // The centroid of what differs from the ground is near the center: exactly so but for triangles.
            for (int i = 0; i < 32 * 32; i++) {
                int at = (frame * 32 * 32 + i) * 3;
                double off = Math.abs((clip[at] & 0xff) - 255 * factors.background())
                        + Math.abs((clip[at + 1] & 0xff) - 255 * factors.background())
                        + Math.abs((clip[at + 2] & 0xff) - 255 * factors.background());
                double weight = off > 6 ? off : 0;
                sum += weight;
                x += weight * (i % 32 + 0.5) / 32;
                y += weight * (i / 32 + 0.5) / 32;
            }
            assertThat(x / sum).isCloseTo(factors.x(frame / 15.0), org.assertj.core.api.Assertions.within(0.01));
            assertThat(y / sum).isCloseTo(factors.y(frame / 15.0), org.assertj.core.api.Assertions.within(0.04));
        }
        assertThat(MotionFactors.classes()).hasSize(12).startsWith("disk-right", "disk-down");
        assertThat(MotionFactors.csv(Split.TEST).lines()).hasSize(1001);
    }
}
