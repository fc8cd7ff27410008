package dev.duello.data.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The picture that the first frame of a GIF is a part of: readers give the frame alone.
 *
 * @param height of the whole picture
 * @param width of the whole picture
 * @param top where the frame lies in it
 * @param left where the frame lies in it
 */
record GifScreen(int height, int width, int top, int left) {

    /** @return the frame itself, where the file does not say or is too damaged */
    static GifScreen of(byte[] bytes, int frameHeight, int frameWidth) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int frame = Frames.firstGifFrame(bytes);
            int left = Short.toUnsignedInt(buffer.getShort(frame + 1));
            int top = Short.toUnsignedInt(buffer.getShort(frame + 3));
            // A frame that reaches out of the picture makes it larger, as in other decoders.
            int width = Math.max(Short.toUnsignedInt(buffer.getShort(6)), left + frameWidth);
            int height = Math.max(Short.toUnsignedInt(buffer.getShort(8)), top + frameHeight);
            return new GifScreen(height, width, top, left);
        } catch (IndexOutOfBoundsException e) {
            return new GifScreen(frameHeight, frameWidth, 0, 0);
        }
    }

    /** The rows of the whole picture, transparent around the frame. */
    Resampler.Rows around(PixelRows frame) {
        float[] part = new float[frame.width() * 4];
        return (y, rgba) -> {
            Arrays.fill(rgba, 0);
            if (y >= top && y < top + frame.height()) {
                frame.read(y - top, part);
                System.arraycopy(part, 0, rgba, left * 4, part.length);
            }
        };
    }
}
