package dev.duello.data.video;

/** Clips for tests. */
public final class MotionClips {
    private MotionClips() {}

    /** A bright column that moves one pixel a frame, on ground whose brightness tells the seed. */
    public static byte[] of(VideoFormat format, int seed) {
        byte[] clip = new byte[format.bytes()];
        int at = 0;
        for (int frame = 0; frame < format.frames(); frame++) {
            for (int y = 0; y < format.height(); y++) {
                for (int x = 0; x < format.width(); x++) {
                    boolean bright = x == (frame + seed) % format.width();
                    for (int channel = 0; channel < format.channels(); channel++) {
                        clip[at++] = (byte) (bright ? 255 - 40 * channel : 10 * (seed % 10));
                    }
                }
            }
        }
        return clip;
    }
}
