// Writes a data set of synthesized sounds, a folder for each class, as WAV of 16 bits:
//   java bench/sound/Synthesize.java DIR [sounds of each class] [rate] [seconds]
// The same arguments give the same bytes. No two sounds are equal: pitch, loudness, decay and noise are drawn.

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

interface Instrument {
    /** Amplitude at each sample, about -1 to 1. */
    double[] play(int rate, int length, SplittableRandom random);
}

void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    int each = args.length > 1 ? Integer.parseInt(args[1]) : 500;
    int rate = args.length > 2 ? Integer.parseInt(args[2]) : 8000;
    double seconds = args.length > 3 ? Double.parseDouble(args[3]) : 0.5;
    write(folder.resolve("bell"), each, rate, seconds, 1, this::bell);
    write(folder.resolve("chirp"), each, rate, seconds, 2, this::chirp);
    write(folder.resolve("pluck"), each, rate, seconds, 3, this::pluck);
    write(folder.resolve("snare"), each, rate, seconds, 4, this::snare);
}

void write(Path folder, int each, int rate, double seconds, long seed, Instrument instrument) throws IOException {
    Files.createDirectories(folder);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < each; i++) {
        int length = (int) (seconds * rate);
        double[] sound = instrument.play(rate, length, random);
        double loudness = 0.5 + 0.4 * random.nextDouble();
        double peak = 1e-9;
        for (double sample : sound) {
            peak = Math.max(peak, Math.abs(sample));
        }
        ByteBuffer out = ByteBuffer.allocate(44 + 2 * length).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * length);
        out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1).putShort((short) 1);
        out.putInt(rate).putInt(2 * rate).putShort((short) 2).putShort((short) 16);
        out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * length);
        for (double sample : sound) {
            out.putShort((short) Math.round(32767 * loudness * sample / peak));
        }
        Files.write(folder.resolve("%05d.wav".formatted(i)), out.array());
    }
}

/** Inharmonic partials, each dying away at its own pace. */
double[] bell(int rate, int length, SplittableRandom random) {
    double pitch = 300 * Math.pow(2, 1.5 * random.nextDouble());
    double[] ratios = {1, 2.0, 2.76, 5.4};
    double decay = 4 + 6 * random.nextDouble();
    double[] sound = new double[length];
    for (int k = 0; k < ratios.length; k++) {
        double phase = 2 * Math.PI * random.nextDouble();
        double frequency = pitch * ratios[k];
        for (int i = 0; i < length && frequency < rate / 2.0; i++) {
            double t = (double) i / rate;
            sound[i] += Math.exp(-decay * (1 + k) * t) / (1 + k) * Math.sin(2 * Math.PI * frequency * t + phase);
        }
    }
    return sound;
}

/** A sine whose pitch slides up or down, fading in and out. */
double[] chirp(int rate, int length, SplittableRandom random) {
    double from = 300 * Math.pow(2, 2 * random.nextDouble());
    double to = from * Math.pow(2, random.nextBoolean() ? 1 : -1);
    double[] sound = new double[length];
    double phase = 0;
    for (int i = 0; i < length; i++) {
        double share = (double) i / length;
        phase += 2 * Math.PI * from * Math.pow(to / from, share) / rate;
        sound[i] = Math.sin(Math.PI * share) * Math.sin(phase);
    }
    return sound;
}

/** A string by Karplus and Strong: noise that circles in a delay line and loses its highest frequencies each time. */
double[] pluck(int rate, int length, SplittableRandom random) {
    int period = (int) (rate / (120 * Math.pow(2, 1.5 * random.nextDouble())));
    double[] line = new double[period];
    for (int i = 0; i < period; i++) {
        line[i] = 2 * random.nextDouble() - 1;
    }
    double[] sound = new double[length];
    for (int i = 0; i < length; i++) {
        int at = i % period;
        sound[i] = line[at];
        line[at] = 0.498 * (line[at] + line[(at + 1) % period]);
    }
    return sound;
}

/** A burst of noise and a low drum. */
double[] snare(int rate, int length, SplittableRandom random) {
    double decay = 12 + 14 * random.nextDouble();
    double pitch = 140 + 80 * random.nextDouble();
    double share = 0.3 + 0.5 * random.nextDouble();
    double[] sound = new double[length];
    for (int i = 0; i < length; i++) {
        double t = (double) i / rate;
        double noise = 2 * random.nextDouble() - 1;
        sound[i] = share * Math.exp(-decay * t) * noise
                + (1 - share) * Math.exp(-16 * t) * Math.sin(2 * Math.PI * pitch * t);
    }
    return sound;
}
