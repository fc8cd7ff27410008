package dev.duello.app.studio.explore;

import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.video.VideoFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Clips to look at, one by one: their frames in rows and columns, as square as can be, without margins. */
final class ClipPictures {
    private ClipPictures() {}

    /** The format of each picture. */
    static ImageFormat format(VideoFormat clips) {
        int columns = SampleFormat.columns(clips.frames());
        return new ImageFormat(
                clips.channels(), Math.ceilDiv(clips.frames(), columns) * clips.height(), columns * clips.width());
    }

    /** @param stored clips @return uint8 {@code [N, H, W, C]} */
    static byte[] of(VideoFormat clips, MemorySegment stored) {
        ImageFormat picture = format(clips);
        int columns = picture.width() / clips.width();
        int count = Math.toIntExact(stored.byteSize() / clips.bytes());
        byte[] pixels = new byte[Math.multiplyExact(count, picture.bytes())];
        int row = clips.width() * clips.channels();
        for (int i = 0; i < count * clips.frames() * clips.height(); i++) {
            int y = i % clips.height();
            int frame = i / clips.height() % clips.frames();
            int clip = i / clips.height() / clips.frames();
            int to =
                    clip * picture.bytes() + ((frame / columns * clips.height() + y) * columns + frame % columns) * row;
            MemorySegment.copy(stored, ValueLayout.JAVA_BYTE, (long) i * row, pixels, to, row);
        }
        return pixels;
    }
}
