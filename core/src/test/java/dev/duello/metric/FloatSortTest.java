package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FloatSortTest {
    @Test
    void it_sorts_as_the_library_does() {
        SplittableRandom random = new SplittableRandom(5);
        FloatSort sort = new FloatSort(5000);
        for (int length : new int[] {0, 1, 2, 5000, 777}) {
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(-30, 30)));
            }
            if (length > 100) {
                values[3] = 0f;
                values[7] = -0f;
                values[11] = Float.NEGATIVE_INFINITY;
                values[13] = Float.POSITIVE_INFINITY;
                values[17] = values[19];
            }
            float[] expected = values.clone();
            Arrays.sort(expected);

            sort.sort(values);

            assertThat(values).containsExactly(expected);
        }
    }
}
