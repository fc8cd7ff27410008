package dev.duello.gan.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import org.junit.jupiter.api.Test;

class PairwiseDistancesTest {
    @Test
    void it_is_what_a_loop_over_all_pairs_finds() {
        try (var _ = TensorScope.open()) {
            Tensor images = new RandomStream("images", 1).normal(Device.CPU, 7, 3, 4, 5);
            float[] pixels = images.toFloats();
            double sum = 0;
            double[] nearest = new double[7];
            for (int i = 0; i < 7; i++) {
                nearest[i] = Double.POSITIVE_INFINITY;
                for (int j = 0; j < 7; j++) {
                    double squared = 0;
                    for (int k = 0; k < 60; k++) {
                        squared += Math.pow((double) pixels[i * 60 + k] - pixels[j * 60 + k], 2) / 60;
                    }
                    sum += squared;
                    nearest[i] = i == j ? nearest[i] : Math.min(nearest[i], Math.sqrt(squared));
                }
            }
            java.util.Arrays.sort(nearest);

            PairwiseDistances scatter = PairwiseDistances.of(images);

            assertThat(scatter.spread()).isCloseTo(Math.sqrt(sum / 42), within(1e-9));
            assertThat(scatter.nearest()).isCloseTo(nearest[3], within(1e-9));
        }
    }

    @Test
    void images_that_are_all_the_same_have_none_and_so_has_a_single_one() {
        try (var _ = TensorScope.open()) {
            assertThat(PairwiseDistances.of(Tensors.zeros(Device.CPU, 5, 1, 4, 4)))
                    .isEqualTo(new PairwiseDistances(0, 0));
            assertThat(PairwiseDistances.of(new RandomStream("images", 1).normal(Device.CPU, 1, 1, 4, 4)))
                    .isEqualTo(new PairwiseDistances(0, 0));
        }
    }
}
