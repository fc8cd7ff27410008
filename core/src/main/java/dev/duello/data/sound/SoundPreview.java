package dev.duello.data.sound;

import dev.duello.data.SampleFormat;
import java.awt.image.BufferedImage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Sounds to look at: of each the waveform, and below it the spectrogram, whose frequencies go up to half of the rate along the mel
 * scale, as one hears them, and whose colors go from -80 dB to that of a full-scale sine.
 */
final class SoundPreview {
    private static final int MARGIN = 4;
    private static final int WAVE_HEIGHT = 40;
    private static final int GAP = 1;
    private static final int SPECTROGRAM_HEIGHT = 96;
    private static final int CELL_HEIGHT = WAVE_HEIGHT + GAP + SPECTROGRAM_HEIGHT;
    private static final int FEW_COLUMNS = 4;
    private static final int WIDE = 256;
    private static final int NARROW = 128;

    private static final int WHITE = 0xffffff;
    private static final int GROUND = 0xf2f2f5;
    private static final int ZERO_LINE = 0xc9c9d2;
    private static final int WAVE = 0x33508c;

    /** From dark to bright: as easy to read in gray, and by people who see colors otherwise. */
    private static final int[] COLORS = {
        0x000004, 0x1c1044, 0x4f127b, 0x812581, 0xb5367a, 0xe55964, 0xfb8761, 0xfec287, 0xfcfdbf
    };

    private static final double FLOOR_DECIBEL = -80;
    private static final int WINDOW = 512;
    private static final ValueLayout.OfShort SAMPLE =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private SoundPreview() {}

    static SampleFormat.Cell cell(int columns) {
        return new SampleFormat.Cell(columns <= FEW_COLUMNS ? WIDE : NARROW, CELL_HEIGHT, MARGIN);
    }

    /** @throws IllegalArgumentException when the bytes are not a whole number of sounds, or too many for one picture */
    static BufferedImage draw(SoundFormat format, MemorySegment stored, int columns) {
        long count = stored.byteSize() / format.bytes();
        if (count < 1 || count * format.bytes() != stored.byteSize()) {
            throw new IllegalArgumentException(
                    stored.byteSize() + " bytes are not a whole number of sounds of " + format + ".");
        }
        int cellWidth = cell(columns).width();
        long rows = (count + columns - 1) / columns;
        long width = (long) columns * (cellWidth + MARGIN) + MARGIN;
        long height = rows * (CELL_HEIGHT + MARGIN) + MARGIN;
        if (width * height > Integer.MAX_VALUE / 8) {
            throw new IllegalArgumentException(
                    count + " sounds make a picture of " + width + " x " + height + ", too large for one file.");
        }
        BufferedImage picture = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_RGB);
        fill(picture, 0, 0, (int) width, (int) height, WHITE);
        for (int i = 0; i < count; i++) {
            float[] samples = samples(format, stored, i);
            int left = i % columns * (cellWidth + MARGIN) + MARGIN;
            int top = i / columns * (CELL_HEIGHT + MARGIN) + MARGIN;
            drawWave(picture, samples, left, top, cellWidth);
            drawSpectrogram(picture, samples, format.rate(), left, top + WAVE_HEIGHT + GAP, cellWidth);
        }
        return picture;
    }

    private static float[] samples(SoundFormat format, MemorySegment stored, int index) {
        float[] samples = new float[format.length()];
        long first = (long) index * format.bytes();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (stored.get(SAMPLE, first + (long) i * Short.BYTES) / SoundFormat.SCALE);
        }
        return samples;
    }

    private static void fill(BufferedImage picture, int left, int top, int width, int height, int color) {
        for (int y = top; y < top + height; y++) {
            for (int x = left; x < left + width; x++) {
                picture.setRGB(x, y, color);
            }
        }
    }

    /** In each column a line from the lowest to the highest sample. */
    private static void drawWave(BufferedImage picture, float[] samples, int left, int top, int width) {
        fill(picture, left, top, width, WAVE_HEIGHT, GROUND);
        fill(picture, left, top + WAVE_HEIGHT / 2, width, 1, ZERO_LINE);
        for (int x = 0; x < width; x++) {
            int from = (int) ((long) x * samples.length / width);
            int to = Math.max(from + 1, (int) ((long) (x + 1) * samples.length / width));
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            for (int i = from; i < Math.min(to, samples.length); i++) {
                low = Math.min(low, samples[i]);
                high = Math.max(high, samples[i]);
            }
            int upper = row(high);
            fill(picture, left + x, top + upper, 1, row(low) - upper + 1, WAVE);
        }
    }

    private static int row(float sample) {
        return Math.round((1 - sample) / 2 * (WAVE_HEIGHT - 1));
    }

    private static void drawSpectrogram(
            BufferedImage picture, float[] samples, int rate, int left, int top, int width) {
        Spectrum spectrum = new Spectrum(WINDOW);
        for (int x = 0; x < width; x++) {
            int middle = (int) ((x + 0.5) * samples.length / width);
            double[] power = spectrum.power(samples, middle - WINDOW / 2);
            for (int y = 0; y < SPECTROGRAM_HEIGHT; y++) {
                double low = bin(y + 1, rate);
                double high = bin(y, rate);
                double decibel = 10 * Math.log10(Math.max(largest(power, low, high), 1e-30));
                picture.setRGB(left + x, top + y, color(1 - decibel / FLOOR_DECIBEL));
            }
        }
    }

    /** The bin of the upper border of a row, counted from the top. */
    private static double bin(int row, int rate) {
        double most = mel(rate / 2.0);
        double mel = most * (SPECTROGRAM_HEIGHT - row) / SPECTROGRAM_HEIGHT;
        return 700 * (Math.pow(10, mel / 2595) - 1) * WINDOW / rate;
    }

    private static double mel(double hertz) {
        return 2595 * Math.log10(1 + hertz / 700);
    }

    /** Between two bins, or what lies between the neighbors where there is none. */
    private static double largest(double[] power, double low, double high) {
        int first = (int) Math.ceil(low);
        int last = Math.min(power.length - 1, (int) Math.floor(high));
        double largest = 0;
        for (int i = first; i <= last; i++) {
            largest = Math.max(largest, power[i]);
        }
        if (first > last) {
            int below = Math.min(power.length - 2, (int) Math.floor(low));
            double share = (low + high) / 2 - below;
            largest = power[below] * (1 - share) + power[below + 1] * share;
        }
        return largest;
    }

    /** @param share 0 for the darkest, 1 for the brightest */
    private static int color(double share) {
        double place = Math.clamp(share, 0, 1) * (COLORS.length - 1);
        int below = Math.min((int) place, COLORS.length - 2);
        double part = place - below;
        int color = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int dark = COLORS[below] >> shift & 0xff;
            int bright = COLORS[below + 1] >> shift & 0xff;
            color |= (int) Math.round(dark + (bright - dark) * part) << shift;
        }
        return color;
    }
}
