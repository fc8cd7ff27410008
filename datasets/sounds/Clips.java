import dev.duello.data.sound.SoundDecoder;
import dev.duello.data.sound.SoundFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Sounds of one length in a zip of WAV files, and a line about each. The same sounds give the same bytes. */
final class Clips {
    static final int RATE = 8_000;
    static final int LENGTH = 4_096;
    private static final int MU_LAW = 7;
    private static final int BIAS = 0x84;
    private static final int HEADER = 44;

    /** Longer than any word. */
    private static final SoundFormat WHOLE = new SoundFormat(16_384, RATE);

    /** What is quieter than this share of the loudest sample, before the first and after the last that is not, is silence. */
    private static final double SILENCE = 0.015;

    /** Samples kept before and after the word. */
    private static final int MARGIN = 80;

    /** Of the loudest sample. */
    private static final double PEAK = 0.8;

    private final String columns;
    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, String> lines = new TreeMap<>();

    /** @param columns of the factors, separated by commas */
    Clips(String columns) {
        this.columns = columns;
    }

    int size() {
        return files.size();
    }

    /**
     * @param name the class, a slash and the name of the file without its extension
     * @param samples {@link #LENGTH} at most; silence follows
     */
    void add(String name, String factors, short[] samples) {
        byte[] data = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            data[i] = muLaw(i < samples.length ? samples[i] : 0);
        }
        files.put(name + ".wav", wav(data));
        lines.put(name + ".wav", factors);
    }

    void write(Path folder, String set) throws IOException {
        StringBuilder csv = new StringBuilder("file," + columns + "\n");
        try (OutputStream file = Files.newOutputStream(folder.resolve(set + ".zip"));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.setLevel(9);
            for (Map.Entry<String, byte[]> each : files.entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey());
                entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                zip.write(each.getValue());
                zip.closeEntry();
                csv.append(each.getKey()).append(',').append(lines.get(each.getKey())).append('\n');
            }
        }
        Files.writeString(folder.resolve("factors.csv"), csv);
    }

    /** The word without the silence around it, as loud as all others. */
    static short[] word(byte[] file) throws Exception {
        ShortBuffer samples = ByteBuffer.wrap(SoundDecoder.read(file, WHOLE).stored())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer();
        int loudest = 0;
        for (int i = 0; i < WHOLE.length(); i++) {
            loudest = Math.max(loudest, Math.abs(samples.get(i)));
        }
        int first = 0;
        while (Math.abs(samples.get(first)) < SILENCE * loudest) {
            first++;
        }
        int last = WHOLE.length() - 1;
        while (Math.abs(samples.get(last)) < SILENCE * loudest) {
            last--;
        }
        first = Math.max(0, first - MARGIN);
        short[] word = new short[last - first + 1];
        for (int i = 0; i < word.length; i++) {
            word[i] = (short) Math.round(samples.get(first + i) * PEAK * Short.MAX_VALUE / loudest);
        }
        return word;
    }

    /** One byte for 14 bits (ITU-T G.711): the step grows with the loudness, as the ear's does. */
    private static byte muLaw(int sample) {
        int magnitude = Math.min(Math.abs(sample), 0x7fff - BIAS) + BIAS;
        int segment = 24 - Integer.numberOfLeadingZeros(magnitude);
        return (byte) ~((sample < 0 ? 0x80 : 0) | segment << 4 | magnitude >> segment + 3 & 0xf);
    }

    private static byte[] wav(byte[] data) {
        ByteBuffer out = ByteBuffer.allocate(HEADER + data.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(HEADER - 8 + data.length).put(ascii("WAVE"));
        out.put(ascii("fmt ")).putInt(16).putShort((short) MU_LAW).putShort((short) 1);
        out.putInt(RATE).putInt(RATE).putShort((short) 1).putShort((short) Byte.SIZE);
        out.put(ascii("data")).putInt(data.length).put(data);
        return out.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
