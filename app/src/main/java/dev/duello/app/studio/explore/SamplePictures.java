package dev.duello.app.studio.explore;

import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.SampleTiles;
import dev.duello.data.video.VideoFormat;
import java.lang.foreign.MemorySegment;

/**
 * Samples that are no images to look at, one by one: of a sound its waveform above its spectrogram, a shape rendered, a clip as its
 * frames, the line of a text.
 */
final class SamplePictures {
    private SamplePictures() {}

    /** The format of each picture. */
    static ImageFormat format(SampleFormat samples) {
        if (samples instanceof VideoFormat clips) {
            return ClipPictures.format(clips);
        }
        return SampleTiles.format(samples);
    }

    /** @param stored samples @return uint8 {@code [N, H, W, C]} of the {@link #format} */
    static byte[] of(SampleFormat samples, MemorySegment stored) {
        if (samples instanceof VideoFormat clips) {
            return ClipPictures.of(clips, stored);
        }
        return SampleTiles.of(samples, stored);
    }
}
