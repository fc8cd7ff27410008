package dev.duello.data.sound;

import dev.duello.data.UnreadableFileException;
import dev.duello.data.image.ImageKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * FLAC files (RFC 9639) in their native form: all prediction orders, block sizes, bit depths and channel assignments. The checksums
 * of what is read are compared. Bytes may be damaged or hostile.
 */
final class FlacReader {
    private static final int STREAMINFO_BYTES = 34;
    private static final int ID3_HEADER = 10;
    private static final int SYNC = 0x3ffe;
    private static final int[] BITS_BY_CODE = {0, 8, 12, 0, 16, 20, 24, 32};
    private static final int[][] FIXED = {{}, {1}, {2, -1}, {3, -3, 1}, {4, -6, 4, -1}};
    private static final int LEFT_SIDE = 8;
    private static final int SIDE_RIGHT = 9;
    private static final int MID_SIDE = 10;

    private final byte[] file;
    private final FlacBits bits;
    private int rate;
    private int channels;
    private int bitsPerSample;
    private long frames;

    private FlacReader(byte[] file) throws UnreadableFileException {
        this.file = file;
        bits = new FlacBits(file, afterId3(file));
    }

    /**
     * Reads the beginning of a file.
     *
     * @param most frames at most; 0 for the header alone, of which {@code file} may then be the beginning only
     */
    static Recording read(byte[] file, int most) throws UnreadableFileException {
        return new FlacReader(file).read(most);
    }

    /** Some programs put a tag of MP3 in front. */
    private static int afterId3(byte[] file) throws UnreadableFileException {
        int at = 0;
        if (ImageKind.startsWith(file, 0, "ID3") && file.length >= ID3_HEADER) {
            // Four times seven bits.
            at = ID3_HEADER + (file[6] << 21 | file[7] << 14 | file[8] << 7 | file[9]);
        }
        if (at < 0 || at > file.length || !ImageKind.startsWith(file, at, "fLaC")) {
            throw new UnreadableFileException("it is not a sound in the format " + SoundKind.NAMES);
        }
        return at + 4;
    }

    private Recording read(int most) throws UnreadableFileException {
        readStreamInfo();
        String format = "FLAC (" + bitsPerSample + " bit)";
        if (most == 0) {
            return new Recording(format, rate, channels, frames, new float[0]);
        }
        int wanted = (int) (frames == 0 ? most : Math.min(most, frames));
        // What is declared may be a lie: memory grows with what is really there.
        float[] mono = new float[Math.min(wanted, 1 << 16)];
        int done = 0;
        while (done < wanted && !bits.isAtEnd()) {
            long[][] block = readFrame();
            int size = Math.min(block[0].length, wanted - done);
            if (done + size > mono.length) {
                mono = Arrays.copyOf(mono, Math.clamp(2L * mono.length, done + size, wanted));
            }
            mix(block, size, mono, done);
            done += size;
        }
        if (done < wanted && frames != 0) {
            throw new UnreadableFileException("it is cut short: " + done + " of its " + frames + " samples are there");
        }
        return new Recording(format, rate, channels, frames, Arrays.copyOf(mono, done));
    }

    private void mix(long[][] block, int size, float[] mono, int at) {
        double scale = 1.0 / (1L << bitsPerSample - 1) / block.length;
        for (int i = 0; i < size; i++) {
            long sum = 0;
            for (long[] channel : block) {
                sum += channel[i];
            }
            mono[at + i] = (float) (sum * scale);
        }
    }

    /** The first metadata block describes the stream; all others are passed over. */
    private void readStreamInfo() throws UnreadableFileException {
        boolean last = false;
        boolean described = false;
        while (!last) {
            last = bits.unsigned(1) == 1;
            long type = bits.unsigned(7);
            long length = bits.unsigned(24);
            int start = bits.position();
            if (type == 0 && length >= STREAMINFO_BYTES) {
                bits.unsigned(32); // smallest and largest block
                bits.unsigned(48); // smallest and largest frame
                rate = (int) bits.unsigned(20);
                channels = (int) bits.unsigned(3) + 1;
                bitsPerSample = (int) bits.unsigned(5) + 1;
                frames = bits.unsigned(36);
                described = true;
                SoundDecoder.check(rate, channels);
                if (bitsPerSample < 4) {
                    throw new UnreadableFileException("it declares " + bitsPerSample + " bits a sample");
                }
            }
            if (!described) {
                throw new UnreadableFileException("its description is missing");
            }
            bits.position((int) Math.min(start + length, file.length));
            if (bits.isAtEnd()) {
                // Of a header the beginning is enough; samples will be missed when they are read.
                return;
            }
        }
    }

    /** One block of all channels. */
    private long[][] readFrame() throws UnreadableFileException {
        int start = bits.position();
        if (bits.unsigned(14) != SYNC) {
            throw new UnreadableFileException("it is damaged: a frame does not begin where it should");
        }
        bits.unsigned(2); // reserved, and whether blocks have different sizes
        int sizeCode = (int) bits.unsigned(4);
        int rateCode = (int) bits.unsigned(4);
        int assignment = (int) bits.unsigned(4);
        int depthCode = (int) bits.unsigned(3);
        bits.unsigned(1);
        skipNumber();
        int size = blockSize(sizeCode);
        if (rateCode >= 12) {
            bits.unsigned(rateCode == 12 ? 8 : 16);
        }
        int crc = bits.crc8(start);
        if (bits.unsigned(8) != crc) {
            throw new UnreadableFileException("it is damaged: the checksum of a frame's header is wrong");
        }
        int depth = depthCode == 0 ? bitsPerSample : BITS_BY_CODE[depthCode];
        int count = assignment < LEFT_SIDE ? assignment + 1 : 2;
        if (depth != bitsPerSample || count != channels || assignment > MID_SIDE) {
            throw new UnreadableFileException("its frames are not what its description says");
        }
        long[][] block = new long[count][];
        for (int c = 0; c < count; c++) {
            boolean side = assignment == SIDE_RIGHT ? c == 0 : assignment >= LEFT_SIDE && c == 1;
            block[c] = readSubframe(size, side ? depth + 1 : depth);
        }
        decorrelate(block, assignment);
        bits.alignToByte();
        int sum = bits.crc16(start);
        if (bits.unsigned(16) != sum) {
            throw new UnreadableFileException("it is damaged: the checksum of a frame is wrong");
        }
        return block;
    }

    /** The number of the frame or of its first sample, coded as UTF-8 codes characters. */
    private void skipNumber() throws UnreadableFileException {
        long first = bits.unsigned(8);
        for (int bit = 0x40; (first & 0x80) != 0 && (first & bit) != 0 && bit > 1; bit >>= 1) {
            bits.unsigned(8);
        }
    }

    private int blockSize(int code) throws UnreadableFileException {
        return switch (code) {
            case 0 -> throw new UnreadableFileException("it is damaged: a frame has an impossible size");
            case 1 -> 192;
            case 2, 3, 4, 5 -> 576 << code - 2;
            case 6 -> (int) bits.unsigned(8) + 1;
            case 7 -> (int) bits.unsigned(16) + 1;
            default -> 256 << code - 8;
        };
    }

    private static void decorrelate(long[][] block, int assignment) {
        if (assignment < LEFT_SIDE) {
            return;
        }
        long[] first = block[0];
        long[] second = block[1];
        for (int i = 0; i < first.length; i++) {
            switch (assignment) {
                case LEFT_SIDE -> second[i] = first[i] - second[i];
                case SIDE_RIGHT -> first[i] += second[i];
                default -> {
                    long mid = first[i] << 1 | second[i] & 1;
                    long side = second[i];
                    first[i] = mid + side >> 1;
                    second[i] = mid - side >> 1;
                }
            }
        }
    }

    /** One block of one channel. */
    private long[] readSubframe(int size, int depth) throws UnreadableFileException {
        bits.unsigned(1);
        int type = (int) bits.unsigned(6);
        int wasted = bits.unsigned(1) == 1 ? bits.zeros() + 1 : 0;
        int kept = depth - wasted;
        if (kept < 1) {
            throw new UnreadableFileException("it is damaged: no bits are left of a sample");
        }
        long[] samples = new long[size];
        if (type == 0) {
            Arrays.fill(samples, bits.signed(kept));
        } else if (type == 1) {
            for (int i = 0; i < size; i++) {
                samples[i] = bits.signed(kept);
            }
        } else if (type >= 8 && type <= 12) {
            readPredicted(samples, type - 8, kept, null);
        } else if (type >= 32) {
            readPredicted(samples, type - 31, kept, new int[type - 31]);
        } else {
            throw new UnreadableFileException("it is damaged: a frame is of an unknown kind");
        }
        if (wasted > 0) {
            for (int i = 0; i < size; i++) {
                samples[i] <<= wasted;
            }
        }
        return samples;
    }

    /** @param given to be read from the file; null for the fixed coefficients of the order */
    private void readPredicted(long[] samples, int order, int depth, int @Nullable [] given)
            throws UnreadableFileException {
        if (order > samples.length) {
            throw new UnreadableFileException("it is damaged: a frame is shorter than its beginning");
        }
        for (int i = 0; i < order; i++) {
            samples[i] = bits.signed(depth);
        }
        int[] coefficients = FIXED[0];
        int shift = 0;
        if (given == null) {
            coefficients = FIXED[order];
        } else {
            int precision = (int) bits.unsigned(4) + 1;
            shift = (int) bits.signed(5);
            if (shift < 0 || precision == 16) {
                throw new UnreadableFileException("it is damaged: a frame is predicted in an impossible way");
            }
            for (int i = 0; i < order; i++) {
                given[i] = (int) bits.signed(precision);
            }
            coefficients = given;
        }
        readResiduals(samples, order);
        for (int i = order; i < samples.length; i++) {
            long sum = 0;
            for (int j = 0; j < order; j++) {
                sum += coefficients[j] * samples[i - 1 - j];
            }
            samples[i] += sum >> shift;
        }
    }

    /** What prediction does not know, Rice coded in partitions, into the places from {@code order} on. */
    private void readResiduals(long[] samples, int order) throws UnreadableFileException {
        long method = bits.unsigned(2);
        if (method > 1) {
            throw new UnreadableFileException("it is damaged: a frame is coded in an unknown way");
        }
        int parameterBits = method == 0 ? 4 : 5;
        int escape = method == 0 ? 15 : 31;
        int partitionOrder = (int) bits.unsigned(4);
        int length = samples.length >> partitionOrder;
        if (length << partitionOrder != samples.length || length < order) {
            throw new UnreadableFileException("it is damaged: a frame cannot be divided as it says");
        }
        for (int partition = 0; partition < 1 << partitionOrder; partition++) {
            int parameter = (int) bits.unsigned(parameterBits);
            int width = parameter == escape ? (int) bits.unsigned(5) : 0;
            for (int i = Math.max(order, partition * length); i < (partition + 1) * length; i++) {
                if (parameter == escape) {
                    samples[i] = bits.signed(width);
                } else {
                    long folded = (long) bits.zeros() << parameter | bits.unsigned(parameter);
                    samples[i] = folded >>> 1 ^ -(folded & 1);
                }
            }
        }
    }
}
