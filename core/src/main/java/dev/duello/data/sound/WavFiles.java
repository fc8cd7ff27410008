package dev.duello.data.sound;

import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.image.PngFiles;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Single sounds: written as WAV of 16 bits and one channel, read from any format that the folder reader knows. */
public final class WavFiles {
    private static final int HEADER = 44;
    /** Between sounds that follow one another. */
    private static final double PAUSE_SECONDS = 0.25;

    private WavFiles() {}

    /**
     * Writes one sound, whole or not at all. One of many that are written like this is not waited for until it is on the disk.
     *
     * @param samples int16, little-endian, any number of them
     * @throws DataException when the file cannot be written
     */
    public static void write(Path file, SoundFormat format, byte[] samples) {
        byte[] bytes = encode(format.rate(), samples);
        AtomicFiles.writeUnflushed(file, beside -> Files.write(beside, bytes));
    }

    /** The bytes of a WAV file. @param samples int16, little-endian, of one channel */
    public static byte[] encode(int rate, byte[] samples) {
        ByteBuffer out = ByteBuffer.allocate(HEADER + samples.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(HEADER - 8 + samples.length).put(ascii("WAVE"));
        out.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
        out.putInt(rate)
                .putInt(rate * Short.BYTES)
                .putShort((short) Short.BYTES)
                .putShort((short) Short.SIZE);
        out.put(ascii("data")).putInt(samples.length).put(samples);
        return out.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads one sound as the folder reader would.
     *
     * @return one sample in the stored form of the format
     * @throws DataException when the file cannot be read
     */
    public static byte[] read(Path file, SoundFormat format) {
        try {
            return SoundDecoder.read(PngFiles.bytes(file), format).stored();
        } catch (UnreadableFileException e) {
            throw new DataException("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
    }

    /**
     * All sounds as one, with a quarter of a second of silence after each.
     *
     * @param stored in the stored form of the format
     */
    public static byte[] oneAfterAnother(SoundFormat format, MemorySegment stored) {
        int count = Math.toIntExact(stored.byteSize() / format.bytes());
        int pause = (int) (PAUSE_SECONDS * format.rate()) * Short.BYTES;
        byte[] all = new byte[Math.multiplyExact(count, format.bytes() + pause)];
        for (int i = 0; i < count; i++) {
            MemorySegment.copy(
                    stored,
                    ValueLayout.JAVA_BYTE,
                    (long) i * format.bytes(),
                    all,
                    i * (format.bytes() + pause),
                    format.bytes());
        }
        return all;
    }
}
