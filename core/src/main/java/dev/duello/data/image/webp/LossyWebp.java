package dev.duello.data.image.webp;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The picture, or the first frame, of a WebP file that was compressed with loss. The reader for ImageIO filters it in
 * another order than the format says, which shifts colors; it reads what is lossless well, also as the alpha of these.
 */
public final class LossyWebp {

    private static final int ANIMATION_FLAG = 2;

    private final Vp8Frame frame;
    private final byte @Nullable [] alpha;
    private final int height;
    private final int width;
    private final int top;
    private final int left;

    private LossyWebp(Vp8Frame frame, byte @Nullable [] alpha, int height, int width, int top, int left) {
        this.frame = frame;
        this.alpha = alpha;
        this.height = height;
        this.width = width;
        this.top = top;
        this.left = left;
    }

    /** Whether a WebP file is one. */
    public static boolean is(byte[] bytes) {
        return Riff.find(bytes, "VP8 ") != null;
    }

    /** @throws IOException when it is damaged or cut short */
    public static LossyWebp read(byte[] bytes) throws IOException {
        Riff.Chunk picture = Riff.find(bytes, "VP8 ");
        if (picture == null) {
            throw new IOException("it holds no picture with loss");
        }
        Vp8Frame frame = new Vp8Frame(bytes, picture.start(), picture.end());
        Riff.Chunk transparency = Riff.find(bytes, "ALPH");
        byte[] alpha = transparency == null ? null : WebpAlpha.read(bytes, transparency, frame.height(), frame.width());
        Riff.Chunk extended = Riff.find(bytes, "VP8X");
        Riff.Chunk animated = Riff.find(bytes, "ANMF");
        if (extended == null
                || animated == null
                || extended.length() < 10
                || (bytes[extended.start()] & ANIMATION_FLAG) == 0) {
            return new LossyWebp(frame, alpha, frame.height(), frame.width(), 0, 0);
        }
        int left = 2 * number(bytes, animated.start());
        int top = 2 * number(bytes, animated.start() + 3);
        int width = Math.max(1 + number(bytes, extended.start() + 4), left + frame.width());
        int height = Math.max(1 + number(bytes, extended.start() + 7), top + frame.height());
        return new LossyWebp(frame, alpha, height, width, top, left);
    }

    /** Three bytes, the lowest first. */
    private static int number(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
    }

    /** Of the whole picture, which the frame may be a part of. */
    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /** The rows of the picture as straight RGBA, 0 to 255, {@code [width, 4]}; transparent around the frame. */
    public void read(int row, float[] rgba) {
        Arrays.fill(rgba, 0);
        int y = row - top;
        if (y < 0 || y >= frame.height()) {
            return;
        }
        float[] part = left == 0 && frame.width() == width ? rgba : new float[frame.width() * 4];
        frame.read(y, part);
        for (int x = 0; x < frame.width(); x++) {
            part[4 * x + 3] = alpha == null ? 255 : alpha[y * frame.width() + x] & 0xff;
        }
        if (part != rgba) {
            System.arraycopy(part, 0, rgba, left * 4, part.length);
        }
    }
}
