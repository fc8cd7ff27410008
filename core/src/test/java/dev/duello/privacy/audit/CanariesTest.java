package dev.duello.privacy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.Dataset;
import dev.duello.data.Samples;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CanariesTest {
    private final Dataset data =
            Datasets.of("data", new ImageFormat(1, 2, 2), new byte[40], new int[10], List.of("a", "b"));

    @Test
    void about_half_are_trained_on_behind_the_data() {
        try (Canaries canaries = Canaries.of(data, 1000, 0)) {
            Dataset all = canaries.addedTo(data);

            assertThat(canaries.includedCount()).isBetween(440, 560);
            assertThat(all.size()).isEqualTo(10 + canaries.includedCount());
            assertThat(all.classes()).containsExactly("a", "b");
            assertThat(all.fingerprint()).isNotEqualTo(data.fingerprint());
            assertThat(Arrays.copyOf(Samples.all(all), 40)).containsOnly(0);
            // Each number is the least or the largest.
            assertThat(Samples.all(canaries.images())).containsOnly((byte) 0, (byte) -1);
            byte[] first = all.stored(10);
            assertThat(IntStream.range(0, 1000)
                            .filter(i -> Arrays.equals(first, canaries.images().stored(i))))
                    .isNotEmpty();
        }
    }

    @Test
    void a_training_that_knows_its_canaries_is_refuted_and_one_that_does_not_is_not() {
        Dataset large = Datasets.of("large", new ImageFormat(1, 16, 16), new byte[256 * 10], null, List.of());
        try (Canaries canaries = Canaries.of(data, 1000, 3)) {
            assertThat(canaries.guess(new double[1000], 1e-5, 0.05).epsilon()).isLessThan(0.5);
            assertThatThrownBy(() -> canaries.guess(new double[3], 1e-5, 0.05))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        try (Canaries canaries = Canaries.of(large, 1000, 3)) {
            Dataset all = canaries.addedTo(large);
            double[] knows = new double[1000];
            int next = 10;
            for (int i = 0; i < 1000 && next < all.size(); i++) {
                if (Arrays.equals(all.stored(next), canaries.images().stored(i))) {
                    knows[i] = 1;
                    next++;
                }
            }
            Canaries.Result result = canaries.guess(knows, 1e-5, 0.05);
            // All of 1,000 guesses are right but those that the unequal number of coins makes wrong.
            assertThat(result.epsilon()).isGreaterThan(3);
            assertThat(result.audit().canaries()).isEqualTo(1000);
            assertThat(result.epsilon()).isCloseTo(result.audit().epsilonLowerBound(1e-5, 0.05 / 3), within(1e-9));
            double[] noise = new Random(5).doubles(1000).toArray();
            assertThat(canaries.guess(noise, 1e-5, 0.05).epsilon()).isLessThan(0.5);
        }
    }
}
