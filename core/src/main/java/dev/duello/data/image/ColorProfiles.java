package dev.duello.data.image;

import dev.duello.data.image.webp.Riff;
import java.util.Arrays;

/**
 * Takes color profiles out of files whose readers would convert by them, while those of other formats give samples as they
 * are stored. A profile for inks stays: without it, what inks look like is a guess.
 */
final class ColorProfiles {

    private static final String MARK = "ICC_PROFILE\0";
    private static final int APP2 = 0xe2;
    private static final int START_OF_SCAN = 0xda;
    private static final int WEBP_FLAG = 0x20;

    private ColorProfiles() {}

    /** @return the same bytes when there is nothing to take out */
    static byte[] without(ImageKind kind, byte[] bytes) {
        return switch (kind) {
            case JPEG -> withoutInJpeg(bytes);
            case WEBP -> withoutInWebp(bytes);
            case PNG, GIF, BMP, TIFF -> bytes;
        };
    }

    private static byte[] withoutInWebp(byte[] webp) {
        Riff.Chunk profile = Riff.find(webp, "ICCP");
        Riff.Chunk extended = Riff.find(webp, "VP8X");
        if (profile == null || extended == null || extended.length() == 0) {
            return webp;
        }
        byte[] kept = webp.clone();
        kept[extended.start()] &= ~WEBP_FLAG;
        // A chunk of an unknown type is passed over.
        kept[profile.start() - Riff.HEADER] = 'X';
        return kept;
    }

    private static byte[] withoutInJpeg(byte[] jpeg) {
        byte[] kept = null;
        int length = 0;
        int at = 2;
        while (at + 4 <= jpeg.length && (jpeg[at] & 0xff) == 0xff) {
            int marker = jpeg[at + 1] & 0xff;
            if (marker == 0xff) {
                // Bytes to fill up with may stand before a marker.
                at++;
                continue;
            }
            int end = at + 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
            if (marker == START_OF_SCAN || end > jpeg.length) {
                break;
            }
            if (isFrame(marker) && at + 9 < jpeg.length && jpeg[at + 9] > 3) {
                return jpeg;
            }
            if (marker == APP2 && ImageKind.startsWith(jpeg, at + 4, MARK)) {
                if (kept == null) {
                    kept = Arrays.copyOf(jpeg, jpeg.length);
                    length = at;
                }
            } else if (kept != null) {
                System.arraycopy(jpeg, at, kept, length, end - at);
                length += end - at;
            }
            at = end;
        }
        if (kept == null) {
            return jpeg;
        }
        int rest = Math.min(at, jpeg.length);
        System.arraycopy(jpeg, rest, kept, length, jpeg.length - rest);
        return Arrays.copyOf(kept, length + jpeg.length - rest);
    }

    /** Start of frame, of any kind: c0 to cf without the tables c4 and cc and the reserved c8. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }
}
