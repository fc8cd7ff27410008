package dev.duello.app;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** Sound files for tests. */
final class Tones {
    private Tones() {}

    /** Writes a sine of amplitude 0.5 as a WAV file of 16 bits and one channel. */
    static void write(Path file, double frequency, int rate, int length) throws IOException {
        ByteBuffer samples = ByteBuffer.allocate(2 * length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < length; i++) {
            samples.putShort((short) Math.round(16384 * Math.sin(2 * Math.PI * frequency * i / rate)));
        }
        AudioFormat format = new AudioFormat(rate, 16, 1, true, false);
        File target = file.toFile();
        try (AudioInputStream stream =
                new AudioInputStream(new ByteArrayInputStream(samples.array()), format, length)) {
            AudioSystem.write(stream, AudioFileFormat.Type.WAVE, target);
        }
    }
}
