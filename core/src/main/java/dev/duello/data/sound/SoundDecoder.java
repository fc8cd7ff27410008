package dev.duello.data.sound;

import dev.duello.data.UnreadableFileException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Sound files as samples of one format: one channel, one rate, and the first {@code length} samples, or silence after the end. */
public final class SoundDecoder {
    private static final int MOST_CHANNELS = 64;

    private SoundDecoder() {}

    /**
     * What the beginning of a file tells.
     *
     * @param rate samples in a second
     * @param frames length in samples of that rate; 0 when the file does not say
     */
    public record Header(int rate, long frames) {}

    /** @param stored in the stored form of the format */
    public record Decoded(byte[] stored, SoundInfo facts) {}

    /** @param start the first bytes of a file, or all */
    public static Header header(byte[] start) throws UnreadableFileException {
        Recording told = read(start, 0);
        return new Header(told.rate(), told.frames());
    }

    /**
     * Reads as much of a file as the format needs; what lies behind is not looked at.
     *
     * @param file all bytes, which may be damaged or hostile
     */
    public static Decoded read(byte[] file, SoundFormat format) throws UnreadableFileException {
        Recording told = read(file, 0);
        int needed = (int) Math.min(Integer.MAX_VALUE - 8, needed(format, told.rate()));
        Recording recording = read(file, needed);
        if (recording.samples().length == 0) {
            throw new UnreadableFileException("it has no samples");
        }
        float[] samples =
                SoundResampler.resample(recording.samples(), recording.rate(), format.rate(), format.length());
        ByteBuffer stored = ByteBuffer.allocate(format.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        boolean silent = true;
        for (int i = 0; i < format.length(); i++) {
            long value = i < samples.length ? Math.round(samples[i] * SoundFormat.SCALE) : 0;
            silent &= value == 0;
            stored.putShort((short) Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE));
        }
        long frames = recording.frames() == 0 ? recording.samples().length : recording.frames();
        double seconds = (double) frames / recording.rate();
        SoundInfo facts = new SoundInfo(
                recording.format(),
                recording.rate(),
                recording.channels(),
                seconds,
                seconds > format.seconds(),
                recording.rate() != format.rate(),
                silent);
        return new Decoded(stored.array(), facts);
    }

    /** Samples of another rate that the format's samples are computed of. */
    private static long needed(SoundFormat format, int rate) {
        return (long) Math.ceil((double) format.length() * rate / format.rate())
                + SoundResampler.reach(rate, format.rate());
    }

    private static Recording read(byte[] file, int most) throws UnreadableFileException {
        return switch (SoundKind.of(file)) {
            case WAV -> WavReader.read(file, most);
            case FLAC -> FlacReader.read(file, most);
            case null ->
                throw new UnreadableFileException(
                        file.length == 0 ? "it is empty" : "it is not a sound in the format " + SoundKind.NAMES);
        };
    }

    static void check(int rate, int channels) throws UnreadableFileException {
        if (rate < SoundFormat.LOWEST_RATE || rate > SoundFormat.HIGHEST_RATE) {
            throw new UnreadableFileException("it declares " + Integer.toUnsignedString(rate) + " samples a second");
        }
        if (channels < 1 || channels > MOST_CHANNELS) {
            throw new UnreadableFileException("it declares " + channels + " channels");
        }
    }
}
