package dev.duello.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FourierTest {
    private static final int SIZE = 16;

    private final SplittableRandom random = new SplittableRandom(1);
    private final double[] real = random.doubles(SIZE).toArray();
    private final double[] imaginary = random.doubles(SIZE).toArray();

    @Test
    void the_transform_is_its_defining_sum() {
        double[] re = real.clone();
        double[] im = imaginary.clone();

        new Fourier(SIZE).forward(re, im);

        for (int k = 0; k < SIZE; k++) {
            double sumReal = 0;
            double sumImaginary = 0;
            for (int j = 0; j < SIZE; j++) {
                double angle = -2 * Math.PI * j * k / SIZE;
                sumReal += real[j] * Math.cos(angle) - imaginary[j] * Math.sin(angle);
                sumImaginary += real[j] * Math.sin(angle) + imaginary[j] * Math.cos(angle);
            }
            assertThat(re[k]).isCloseTo(sumReal, within(1e-13));
            assertThat(im[k]).isCloseTo(sumImaginary, within(1e-13));
        }
    }

    @Test
    void the_inverse_brings_the_numbers_back() {
        double[] re = real.clone();
        double[] im = imaginary.clone();

        new Fourier(SIZE).forward(re, im);
        new Fourier(SIZE).inverse(re, im);

        assertThat(re).containsExactly(real, within(1e-15));
        assertThat(im).containsExactly(imaginary, within(1e-15));
    }
}
