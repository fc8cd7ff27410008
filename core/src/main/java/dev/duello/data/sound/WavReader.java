package dev.duello.data.sound;

import dev.duello.data.UnreadableFileException;
import dev.duello.data.image.ImageKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * WAV files: whole numbers of 8, 16, 24 and 32 bits, floating-point numbers of 32 and 64 bits, and the 8 bits of telephony, A-law and
 * µ-law, of any number of channels. Microsoft's extensible form is read as well. Bytes may be damaged or hostile.
 */
final class WavReader {
    private static final int FIRST_CHUNK = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int FORMAT_BYTES = 16;
    /** Where the extensible form names the format that it extends. */
    private static final int SUBFORMAT = 24;

    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int A_LAW = 6;
    private static final int MU_LAW = 7;
    private static final int EXTENSIBLE = 0xfffe;
    /** The length that programs declare which write without knowing it. */
    private static final long UNKNOWN = 0xffff_ffffL;

    private final ByteBuffer bytes;
    private int code;
    private int channels;
    private int rate;
    private int bits;

    private WavReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads the beginning of a file.
     *
     * @param most frames at most; 0 for the header alone, of which {@code file} may then be the beginning only
     */
    static Recording read(byte[] file, int most) throws UnreadableFileException {
        return new WavReader(file).read(most);
    }

    private Recording read(int most) throws UnreadableFileException {
        long at = FIRST_CHUNK;
        while (at + CHUNK_HEADER <= bytes.capacity()) {
            int start = (int) at + CHUNK_HEADER;
            long length = Integer.toUnsignedLong(bytes.getInt((int) at + 4));
            if (ImageKind.startsWith(bytes.array(), (int) at, "fmt ")) {
                readFormat(start, length);
            } else if (ImageKind.startsWith(bytes.array(), (int) at, "data")) {
                return readData(start, length, most);
            }
            at += CHUNK_HEADER + length + (length & 1);
        }
        throw new UnreadableFileException("it has no samples, or is cut short before them");
    }

    private void readFormat(int start, long length) throws UnreadableFileException {
        if (length < FORMAT_BYTES || start + length > bytes.capacity()) {
            throw new UnreadableFileException("its description is cut short");
        }
        code = Short.toUnsignedInt(bytes.getShort(start));
        channels = Short.toUnsignedInt(bytes.getShort(start + 2));
        rate = bytes.getInt(start + 4);
        bits = Short.toUnsignedInt(bytes.getShort(start + 14));
        if (code == EXTENSIBLE && length >= SUBFORMAT + 2) {
            code = Short.toUnsignedInt(bytes.getShort(start + SUBFORMAT));
        }
        boolean whole = code == PCM && (bits == 8 || bits == 16 || bits == 24 || bits == 32);
        boolean real = code == FLOAT && (bits == 32 || bits == 64);
        boolean companded = (code == A_LAW || code == MU_LAW) && bits == 8;
        if (!whole && !real && !companded) {
            throw new UnreadableFileException("its samples are stored in a way that is not read (format " + code
                    + " of " + bits + " bits); convert it to WAV of 16 bits");
        }
        SoundDecoder.check(rate, channels);
    }

    private Recording readData(int start, long declared, int most) throws UnreadableFileException {
        if (channels == 0) {
            throw new UnreadableFileException("its samples come before their description");
        }
        long there = bytes.capacity() - start;
        boolean streamed = declared == UNKNOWN || declared == 0;
        int frameBytes = channels * bits / 8;
        long frames = (streamed && most > 0 ? there : declared) / frameBytes;
        String format = "WAV (" + bits + " bit"
                + switch (code) {
                    case FLOAT -> " float)";
                    case A_LAW -> " A-law)";
                    case MU_LAW -> " µ-law)";
                    default -> ")";
                };
        if (most == 0) {
            return new Recording(format, rate, channels, streamed ? 0 : frames, new float[0]);
        }
        if (!streamed && declared > there) {
            throw new UnreadableFileException(
                    "it is cut short: " + there / frameBytes + " of its " + frames + " samples are there");
        }
        float[] mono = new float[(int) Math.min(most, frames)];
        for (int i = 0; i < mono.length; i++) {
            double sum = 0;
            int frame = start + i * frameBytes;
            for (int c = 0; c < channels; c++) {
                sum += sample(frame + c * bits / 8);
            }
            mono[i] = (float) (sum / channels);
            if (!Float.isFinite(mono[i])) {
                throw new UnreadableFileException("a sample is not a finite number");
            }
        }
        return new Recording(format, rate, channels, frames, mono);
    }

    private double sample(int at) {
        if (code == FLOAT) {
            return bits == 32 ? bytes.getFloat(at) : bytes.getDouble(at);
        }
        if (code == A_LAW) {
            return Companding.aLaw(bytes.get(at)) / SoundFormat.SCALE;
        }
        if (code == MU_LAW) {
            return Companding.muLaw(bytes.get(at)) / SoundFormat.SCALE;
        }
        return switch (bits) {
            // Only eight bits are stored without a sign.
            case 8 -> ((bytes.get(at) & 0xff) - 128) / 128.0;
            case 16 -> bytes.getShort(at) / SoundFormat.SCALE;
            case 24 -> (bytes.getShort(at + 1) * 256 + (bytes.get(at) & 0xff)) / (double) (1 << 23);
            default -> bytes.getInt(at) / (double) (1L << 31);
        };
    }
}
