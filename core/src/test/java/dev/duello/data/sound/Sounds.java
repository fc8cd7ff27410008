package dev.duello.data.sound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Sound files for tests. */
public final class Sounds {
    private Sounds() {}

    /** The bytes of a test resource beside this class. */
    public static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Sounds.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    /** A sine of amplitude 0.5. */
    public static float[] tone(double frequency, int rate, int length) {
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * frequency * i / rate));
        }
        return samples;
    }

    /** A WAV file of 16 bits and one channel. */
    public static byte[] wav(int rate, float[] samples) {
        int[] whole = new int[samples.length];
        for (int i = 0; i < samples.length; i++) {
            whole[i] = Math.round(samples[i] * 32768);
        }
        return wav(rate, 16, whole);
    }

    /** A WAV file of whole numbers, which are stored with an offset where they have 8 bits. */
    public static byte[] wav(int rate, int bits, int[]... channels) {
        int frames = channels[0].length;
        ByteBuffer data =
                ByteBuffer.allocate(frames * channels.length * bits / 8).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < frames; i++) {
            for (int[] channel : channels) {
                int value = bits == 8 ? channel[i] + 128 : channel[i];
                for (int shift = 0; shift < bits; shift += 8) {
                    data.put((byte) (value >> shift));
                }
            }
        }
        return wav(1, rate, bits, channels.length, data.array());
    }

    /** A WAV file of any kind. */
    public static byte[] wav(int code, int rate, int bits, int channels, byte[] data) {
        ByteBuffer out = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + data.length);
        out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) code);
        int frame = channels * bits / 8;
        out.putShort((short) channels).putInt(rate).putInt(rate * frame);
        out.putShort((short) frame).putShort((short) bits);
        out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(data.length).put(data);
        return out.array();
    }
}
