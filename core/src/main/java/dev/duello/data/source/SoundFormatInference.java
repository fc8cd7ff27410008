package dev.duello.data.source;

import dev.duello.data.Medium;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.files.SampleFiles;
import dev.duello.data.sound.SoundDecoder;
import dev.duello.data.sound.SoundFormat;
import java.io.IOException;
import java.util.List;

/** A first look at sound files, to derive what the options leave open, by the rules told at {@link LoadOptions}. */
final class SoundFormatInference {
    private static final int USUAL_RATE = 16_000;
    private static final int USUAL_LENGTH = 16_384;
    private static final int SHORTEST = 1_024;
    /** The share of sounds that a shorter length must hold whole. */
    private static final double WHOLE = 0.9;

    private final SampleFiles files;
    private final String name;

    SoundFormatInference(SampleFiles files, String name) {
        this.files = files;
        this.name = name;
    }

    /** @throws dev.duello.data.DataException when no sound can be read, unless the options leave nothing open */
    SoundFormat format(LoadOptions options) throws IOException {
        Integer rate = options.rate();
        Integer length = options.length();
        List<SoundDecoder.Header> headers = rate == null || length == null
                ? FirstLook.at(files, name, Medium.SOUND, SoundFormatInference::header)
                : List.of();
        int chosenRate = rate == null ? rate(headers) : rate;
        return new SoundFormat(length == null ? length(headers, chosenRate) : length, chosenRate);
    }

    /** Of equally common rates the lower. */
    static int rate(List<SoundDecoder.Header> headers) {
        int[] rates =
                headers.stream().mapToInt(SoundDecoder.Header::rate).sorted().toArray();
        int commonest = rates[0];
        int most = 0;
        for (int from = 0; from < rates.length; ) {
            int to = from;
            while (to < rates.length && rates[to] == rates[from]) {
                to++;
            }
            if (to - from > most) {
                most = to - from;
                commonest = rates[from];
            }
            from = to;
        }
        return Math.min(USUAL_RATE, commonest);
    }

    static int length(List<SoundDecoder.Header> headers, int rate) {
        double[] lengths = headers.stream()
                // A file that does not tell its length may have any.
                .mapToDouble(header -> header.frames() == 0
                        ? Double.POSITIVE_INFINITY
                        : (double) header.frames() * rate / header.rate())
                .sorted()
                .toArray();
        double whole = lengths[(int) Math.ceil(WHOLE * lengths.length) - 1];
        int length = SHORTEST;
        while (length < whole && length < USUAL_LENGTH) {
            length *= 2;
        }
        return length;
    }

    private static SoundDecoder.Header header(SampleFiles.Content content) throws UnreadableFileException {
        try {
            return SoundDecoder.header(content.readStart());
        } catch (UnreadableFileException e) {
            return SoundDecoder.header(content.read());
        }
    }
}
