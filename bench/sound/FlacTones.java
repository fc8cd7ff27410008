// Writes the WAV files of which core/src/test/resources/dev/duello/data/sound/*.flac were made:
//   java bench/sound/FlacTones.java DIR
//   flac -8 DIR/mono-16.wav
//   flac -8 --lax --blocksize=1000 DIR/stereo-24.wav
//   flac -0 --lax --blocksize=400 DIR/noise-8.wav
// with --no-padding, by flac 1.4.2. FlacReaderTest computes the same samples.

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int[] tone = new int[3000];
    for (int i = 0; i < tone.length; i++) {
        tone[i] = (int) Math.round(20_000 * Math.sin(2 * Math.PI * 440 * i / 8000));
    }
    write(folder.resolve("mono-16.wav"), 8000, 16, tone);
    int[] left = new int[2500];
    int[] right = new int[left.length];
    for (int i = 0; i < left.length; i++) {
        left[i] = (int) Math.round(6_000_000 * Math.sin(2 * Math.PI * 1000 * i / 44_100.0));
        right[i] = left[i] / 2 + (int) Math.round(1_000_000 * Math.cos(2 * Math.PI * 250 * i / 44_100.0));
    }
    write(folder.resolve("stereo-24.wav"), 44_100, 24, left, right);
    int[] noise = new int[1200];
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < noise.length; i++) {
        // Silence, then noise that nothing predicts.
        noise[i] = i < 400 ? 0 : random.nextInt(-128, 128);
    }
    write(folder.resolve("noise-8.wav"), 11_025, 8, noise);
}

void write(Path file, int rate, int bits, int[]... channels) throws IOException {
    int frame = channels.length * bits / 8;
    int bytes = channels[0].length * frame;
    ByteBuffer out = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
    out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1);
    out.putShort((short) channels.length).putInt(rate).putInt(rate * frame).putShort((short) frame).putShort((short) bits);
    out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
    for (int i = 0; i < channels[0].length; i++) {
        for (int[] channel : channels) {
            int value = bits == 8 ? channel[i] + 128 : channel[i];
            for (int shift = 0; shift < bits; shift += 8) {
                out.put((byte) (value >> shift));
            }
        }
    }
    Files.write(file, out.array());
}
