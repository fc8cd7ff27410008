package dev.duello.data.image.webp;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Bytes as input for ImageIO, without the temporary file or the copy of its own streams. Some readers take the end for an
 * endless row of zeros, and make up whole images from them; the patience with those ends.
 */
public final class BytesInput extends ImageInputStreamImpl {

    private static final int PATIENCE = 1000;

    private final byte[] bytes;
    private int readsAtEnd;

    public BytesInput(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
        bitOffset = 0;
        return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xff : end();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        if (streamPos >= bytes.length) {
            return end();
        }
        int count = Math.min(length, bytes.length - (int) streamPos);
        System.arraycopy(bytes, (int) streamPos, target, offset, count);
        streamPos += count;
        return count;
    }

    private int end() throws IOException {
        // Not an EOFException, which those readers swallow.
        if (++readsAtEnd > PATIENCE) {
            throw new IOException("it is cut short");
        }
        return -1;
    }

    @Override
    public long length() {
        return bytes.length;
    }
}
