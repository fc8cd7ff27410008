package dev.duello.privacy;

/** The fast Fourier transform of a power of two of complex numbers, in place (Cooley and Tukey, 1965, radix 2). */
final class Fourier {
    private final int size;
    private final double[] cosines;
    private final double[] sines;

    /** @param size a power of two, at least 2 */
    Fourier(int size) {
        this.size = size;
        cosines = new double[size / 2];
        sines = new double[size / 2];
        for (int i = 0; i < size / 2; i++) {
            double angle = -2 * Math.PI * i / size;
            cosines[i] = Math.cos(angle);
            sines[i] = Math.sin(angle);
        }
    }

    /** {@code X[k] = sum over j of x[j] e^(-2 pi i j k / size)}. */
    void forward(double[] real, double[] imaginary) {
        reorder(real, imaginary);
        for (int half = 1; half < size; half *= 2) {
            int stride = size / 2 / half;
            for (int start = 0; start < size; start += 2 * half) {
                for (int k = 0, root = 0; k < half; k++, root += stride) {
                    int a = start + k;
                    int b = a + half;
                    double re = real[b] * cosines[root] - imaginary[b] * sines[root];
                    double im = real[b] * sines[root] + imaginary[b] * cosines[root];
                    real[b] = real[a] - re;
                    imaginary[b] = imaginary[a] - im;
                    real[a] += re;
                    imaginary[a] += im;
                }
            }
        }
    }

    /** The inverse of {@link #forward}, with its factor {@code 1 / size}. */
    void inverse(double[] real, double[] imaginary) {
        // Exchanged parts turn the transform into its inverse.
        forward(imaginary, real);
        for (int i = 0; i < size; i++) {
            real[i] /= size;
            imaginary[i] /= size;
        }
    }

    private void reorder(double[] real, double[] imaginary) {
        int shift = Integer.numberOfLeadingZeros(size) + 1;
        for (int i = 0; i < size; i++) {
            int j = Integer.reverse(i) >>> shift;
            if (i < j) {
                swap(real, i, j);
                swap(imaginary, i, j);
            }
        }
    }

    private static void swap(double[] numbers, int i, int j) {
        double kept = numbers[i];
        numbers[i] = numbers[j];
        numbers[j] = kept;
    }
}
