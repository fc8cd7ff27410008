package dev.duello.data.image.webp;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** The transparency of a lossy WebP picture: plain or compressed without loss, each pixel predicted from those before it. */
final class WebpAlpha {

    private static final int PLAIN = 0;
    private static final int LOSSLESS = 1;

    private WebpAlpha() {}

    /**
     * Reads the chunk ALPH.
     *
     * @return {@code [height, width]}, 0 to 255 as unsigned bytes
     * @throws IOException when it is damaged or cut short
     */
    static byte[] read(byte[] bytes, Riff.Chunk chunk, int height, int width) throws IOException {
        if (chunk.length() < 1) {
            throw new IOException("its transparency is cut short");
        }
        int flags = bytes[chunk.start()];
        int from = chunk.start() + 1;
        byte[] alpha;
        switch (flags & 3) {
            case PLAIN -> {
                if (chunk.end() - from < height * width) {
                    throw new IOException("its transparency is cut short");
                }
                alpha = Arrays.copyOfRange(bytes, from, from + height * width);
            }
            case LOSSLESS -> alpha = lossless(bytes, from, chunk.end(), height, width);
            default -> throw new IOException("its transparency is compressed by an unknown method");
        }
        restore(alpha, height, width, flags >> 2 & 3);
        return alpha;
    }

    /** The green of a lossless picture, which only lacks its header: it is put before, and read as a file of its own. */
    private static byte[] lossless(byte[] bytes, int start, int end, int height, int width) throws IOException {
        int length = 5 + end - start;
        ByteBuffer file = ByteBuffer.allocate(20 + length + (length & 1)).order(ByteOrder.LITTLE_ENDIAN);
        file.put(ascii("RIFF"))
                .putInt(file.capacity() - 8)
                .put(ascii("WEBPVP8L"))
                .putInt(length);
        // A mark, 14 bits for each side less 1, a bit for alpha, 3 bits of version.
        file.put((byte) 0x2f).putInt(width - 1 | height - 1 << 14);
        file.put(bytes, start, end - start);
        ImageReader reader = ImageIO.getImageReadersByFormatName("webp").next();
        try (BytesInput input = new BytesInput(file.array())) {
            reader.setInput(input, true, true);
            BufferedImage image = reader.read(0);
            if (image.getHeight() != height || image.getWidth() != width) {
                throw new IOException("its transparency has another size");
            }
            byte[] alpha = new byte[height * width];
            int[] row = new int[width];
            for (int y = 0; y < height; y++) {
                image.getRaster().getSamples(0, y, width, 1, 1, row);
                for (int x = 0; x < width; x++) {
                    alpha[y * width + x] = (byte) row[x];
                }
            }
            return alpha;
        } finally {
            reader.dispose();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Adds to each difference what was predicted. @param filter 0 none, 1 from the left, 2 from above, 3 from both */
    private static void restore(byte[] alpha, int height, int width, int filter) {
        for (int i = 1; i < height * width && filter != 0; i++) {
            int left = i % width == 0 ? -1 : i - 1;
            int above = i - width;
            int predicted;
            if (above < 0) {
                predicted = alpha[left] & 0xff;
            } else if (left < 0) {
                predicted = alpha[above] & 0xff;
            } else {
                predicted = switch (filter) {
                    case 1 -> alpha[left] & 0xff;
                    case 2 -> alpha[above] & 0xff;
                    default ->
                        Math.clamp((alpha[left] & 0xff) + (alpha[above] & 0xff) - (alpha[above - 1] & 0xff), 0, 255);
                };
            }
            alpha[i] += (byte) predicted;
        }
    }
}
