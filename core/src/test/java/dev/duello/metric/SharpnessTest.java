package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import org.junit.jupiter.api.Test;

class SharpnessTest {
    @Test
    void noise_has_twenty_times_its_variance_and_a_slope_none() {
        try (var _ = TensorScope.open()) {
            // 4² + 4 · 1² neighbors that are independent.
            Tensor noise = new RandomStream("noise", 1).normal(Device.CPU, 4, 1, 100, 100);
            assertThat(Sharpness.of(noise.multiply(0.1)).mean().item()).isCloseTo(20 * 0.01, within(0.01));
            float[] slope = new float[64];
            for (int i = 0; i < 64; i++) {
                slope[i] = i % 8 / 8f;
            }
            assertThat(Sharpness.of(Tensors.of(slope, 1, 1, 8, 8)).item()).isCloseTo(0, within(1e-9));
        }
    }
}
