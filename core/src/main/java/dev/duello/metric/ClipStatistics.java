package dev.duello.metric;

import dev.duello.data.video.VideoFormat;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Function;

/**
 * What is measured of each clip by itself, without a feature network.
 *
 * @param motion of each clip the mean absolute difference between a pixel and itself one frame later, 0 to 255
 * @param drift of each clip how far the colors of its frames are from those of its first, 0 (the same) to 1 (none in common): half of the
 *     sum of absolute differences between their histograms, the mean over all frames but the first
 */
record ClipStatistics(double[] motion, double[] drift) {
    /** So many clips say all that a distribution of one number can tell. */
    static final int MOST = 2048;

    /** Of samples that are clips. */
    static final Function<Samples, ClipStatistics> OF_CLIPS = ClipStatistics::of;

    /** Shares of the range of a color: fine enough to tell colors apart, coarse enough for small frames. */
    private static final int BINS = 4;

    private static final int AT_ONCE = 64;

    private static ClipStatistics of(Samples samples) {
        VideoFormat format = (VideoFormat) samples.format();
        int count = Math.min(MOST, samples.count());
        double[] motion = new double[count];
        double[] drift = new double[count];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate((long) AT_ONCE * format.bytes());
            for (int start = 0; start < count; start += AT_ONCE) {
                int some = Math.min(AT_ONCE, count - start);
                // Sorted folders must not show their first classes only.
                int from = (int) ((long) start * (samples.count() - some) / Math.max(1, count - some));
                samples.source().fill(from, some, stored);
                for (int i = 0; i < some; i++) {
                    byte[] clip = stored.asSlice((long) i * format.bytes(), format.bytes())
                            .toArray(ValueLayout.JAVA_BYTE);
                    motion[start + i] = motion(format, clip);
                    drift[start + i] = drift(format, clip);
                }
            }
        }
        return new ClipStatistics(motion, drift);
    }

    static double motion(VideoFormat format, byte[] clip) {
        int frame = format.frame().bytes();
        long sum = 0;
        for (int i = frame; i < clip.length; i++) {
            sum += Math.abs((clip[i] & 0xff) - (clip[i - frame] & 0xff));
        }
        return (double) sum / (clip.length - frame);
    }

    static double drift(VideoFormat format, byte[] clip) {
        int pixels = format.height() * format.width();
        int[] first = histogram(format, clip, 0);
        double sum = 0;
        for (int frame = 1; frame < format.frames(); frame++) {
            int[] later = histogram(format, clip, frame);
            long different = 0;
            for (int bin = 0; bin < later.length; bin++) {
                different += Math.abs(later[bin] - first[bin]);
            }
            sum += different / 2.0 / pixels;
        }
        return sum / (format.frames() - 1);
    }

    private static int[] histogram(VideoFormat format, byte[] clip, int frame) {
        int channels = Math.min(3, format.channels());
        int[] counts = new int[channels == 1 ? BINS : BINS * BINS * BINS];
        int start = frame * format.frame().bytes();
        for (int i = 0; i < format.height() * format.width(); i++) {
            int bin = 0;
            for (int channel = 0; channel < channels; channel++) {
                bin = bin * BINS + (clip[start + i * format.channels() + channel] & 0xff) * BINS / 256;
            }
            counts[bin]++;
        }
        return counts;
    }
}
