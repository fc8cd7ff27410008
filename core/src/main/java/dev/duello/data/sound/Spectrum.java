package dev.duello.data.sound;

/** The power of a part of a sound at each frequency, under a Hann window. Not thread-safe. */
final class Spectrum {
    private final int size;
    private final double[] window;
    private final double[] cosines;
    private final double[] sines;
    private final double[] real;
    private final double[] imaginary;

    /** @param size of the part, a power of two */
    Spectrum(int size) {
        if (size < 2 || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("the size is a power of two, not " + size);
        }
        this.size = size;
        window = new double[size];
        cosines = new double[size / 2];
        sines = new double[size / 2];
        real = new double[size];
        imaginary = new double[size];
        for (int i = 0; i < size; i++) {
            window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / size);
        }
        for (int i = 0; i < size / 2; i++) {
            cosines[i] = Math.cos(2 * Math.PI * i / size);
            sines[i] = -Math.sin(2 * Math.PI * i / size);
        }
    }

    /**
     * @param start index of the first sample, which may lie before the sound; around the sound there is silence
     * @return for each frequency {@code k * rate / size}, from 0 to half of the rate, 1 for a sine of amplitude 1
     */
    double[] power(float[] samples, int start) {
        for (int i = 0; i < size; i++) {
            int at = start + i;
            real[i] = at < 0 || at >= samples.length ? 0 : samples[at] * window[i];
            imaginary[i] = 0;
        }
        transform();
        double[] power = new double[size / 2 + 1];
        // Half of a sine's amplitude is at the negative frequency, and the window keeps half of the rest.
        double scale = 16.0 / ((double) size * size);
        for (int k = 0; k < power.length; k++) {
            power[k] = (real[k] * real[k] + imaginary[k] * imaginary[k]) * scale;
        }
        return power;
    }

    /** The discrete Fourier transform in place (Cooley and Tukey, 1965). */
    private void transform() {
        int levels = Integer.numberOfTrailingZeros(size);
        for (int i = 0; i < size; i++) {
            int j = Integer.reverse(i) >>> 32 - levels;
            if (j > i) {
                swap(real, i, j);
                swap(imaginary, i, j);
            }
        }
        for (int length = 2; length <= size; length *= 2) {
            int step = size / length;
            for (int first = 0; first < size; first += length) {
                for (int k = 0; k < length / 2; k++) {
                    int a = first + k;
                    int b = a + length / 2;
                    double cos = cosines[k * step];
                    double sin = sines[k * step];
                    double re = real[b] * cos - imaginary[b] * sin;
                    double im = real[b] * sin + imaginary[b] * cos;
                    real[b] = real[a] - re;
                    imaginary[b] = imaginary[a] - im;
                    real[a] += re;
                    imaginary[a] += im;
                }
            }
        }
    }

    private static void swap(double[] values, int i, int j) {
        double value = values[i];
        values[i] = values[j];
        values[j] = value;
    }
}
