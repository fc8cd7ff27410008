package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.data.video.VideoFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** What is measured of clips by themselves, against closed forms. */
class ClipMetricsTest {
    private static final VideoFormat FORMAT = new VideoFormat(3, 4, 8, 8);
    private static final int COUNT = 48;

    private static byte[] flat(int... levels) {
        byte[] clip = new byte[FORMAT.bytes()];
        int frame = FORMAT.frame().bytes();
        for (int i = 0; i < levels.length; i++) {
            Arrays.fill(clip, i * frame, (i + 1) * frame, (byte) levels[i]);
        }
        return clip;
    }

    private static Dataset clips(IntFunction<byte[]> clip) {
        byte[] stored = new byte[COUNT * FORMAT.bytes()];
        for (int i = 0; i < COUNT; i++) {
            System.arraycopy(clip.apply(i), 0, stored, i * FORMAT.bytes(), FORMAT.bytes());
        }
        return Datasets.of("clips", FORMAT, stored, null, List.of());
    }

    private static double of(Metric metric, Dataset reals, Dataset fakes) {
        try (FeatureNetwork network = LayerFeatures.random(FORMAT);
                Samples real = new Samples(ImageSource.of(reals, COUNT), "reals", network, EvaluationProgress.NONE);
                Samples fake = new Samples(ImageSource.of(fakes, COUNT), "fakes", network, EvaluationProgress.NONE);
                RealAndFake both = new RealAndFake(real, fake)) {
            return metric.compute(both);
        }
    }

    @Test
    void the_distance_between_numbers_is_the_area_between_their_distribution_functions() {
        assertThat(Wasserstein.between(new double[] {1, 2, 3}, new double[] {3, 1, 2}))
                .isZero();
        // Moved by 5.
        assertThat(Wasserstein.between(new double[] {1, 2, 3}, new double[] {6, 7, 8}))
                .isEqualTo(5, within(1e-12));
        // Half of the mass goes from 0 to 1.
        assertThat(Wasserstein.between(new double[] {0}, new double[] {0, 1})).isEqualTo(0.5, within(1e-12));
        // Uniform on [0, 1] and on [0, 2]: the integral of |x - 2x| over the quantiles is 1/2.
        double[] narrow = new Random(1).doubles(4000).toArray();
        double[] wide = new Random(2).doubles(3000, 0, 2).toArray();
        assertThat(Wasserstein.between(narrow, wide)).isEqualTo(0.5, within(0.03));
    }

    @Test
    void motion_is_the_mean_change_of_a_pixel_from_frame_to_frame() {
        assertThat(ClipStatistics.motion(FORMAT, flat(7, 7, 7, 7))).isZero();
        assertThat(ClipStatistics.motion(FORMAT, flat(0, 30, 10, 20))).isEqualTo(20);
        try (Dataset moving = clips(i -> flat(0, 12, 0, 12));
                Dataset still = clips(i -> flat(i, i, i, i))) {
            assertThat(of(Metrics.MOTION, moving, still)).isEqualTo(12, within(1e-9));
            assertThat(of(Metrics.MOTION, moving, moving)).isZero();
        }
    }

    @Test
    void drift_is_the_share_of_a_frame_whose_colors_are_not_those_of_the_first() {
        assertThat(ClipStatistics.drift(FORMAT, flat(7, 7, 7, 7))).isZero();
        // Two of three later frames have another color.
        assertThat(ClipStatistics.drift(FORMAT, flat(0, 200, 0, 200))).isEqualTo(2 / 3.0, within(1e-12));
        byte[] moving = flat(0, 0, 0, 0);
        for (int frame = 0; frame < 4; frame++) {
            int at = (frame * 64 + 8 * frame + frame) * 3;
            Arrays.fill(moving, at, at + 3, (byte) 255);
        }
        // What moves and stays what it is does not drift.
        assertThat(ClipStatistics.drift(FORMAT, moving)).isZero();
        assertThat(ClipStatistics.motion(FORMAT, moving)).isPositive();
        try (Dataset steady = clips(i -> moving);
                Dataset changing = clips(i -> flat(0, 200, 200, 200))) {
            assertThat(of(Metrics.CONTENT_DRIFT, steady, changing)).isEqualTo(1, within(1e-9));
        }
    }

    /** Four levels, each for four clips that follow one another. */
    private static int level(int clip) {
        return 60 * (clip / 4 % 4);
    }

    @Test
    void single_frames_do_not_tell_in_which_order_they_follow() {
        // Each brightness is as common at each time, so that the frames are the same in any order.
        try (Dataset rising = clips(i -> flat(level(i), level(i + 4), level(i + 8), level(i + 12)));
                Dataset falling = clips(i -> flat(level(i + 12), level(i + 8), level(i + 4), level(i)));
                Dataset dark = clips(i -> flat(0, 0, 0, 0))) {
            assertThat(of(Metrics.FRAME_FID, rising, rising)).isEqualTo(0, within(1e-3));
            assertThat(of(Metrics.FRAME_FID, rising, dark))
                    .isGreaterThan(10 * of(Metrics.FRAME_FID, rising, falling) + 1e-3);
        }
    }

    @Test
    void images_have_no_frames() {
        assertThat(Metrics.MOTION.requirements().obstacle(10, new ImageFormat(1, 8, 8)))
                .isEqualTo("looks at the frames of videos, not at images.");
        assertThat(Metrics.MOTION.requirements().obstacle(10, FORMAT)).isNull();
        assertThat(Metrics.FRAME_FID.requirements().obstacle(10, new VideoFormat(1, 4, 4, 16)))
                .isEqualTo("needs frames whose sides are at least 8 pixels long, not 4 frames of 4x16x1.");
    }
}
