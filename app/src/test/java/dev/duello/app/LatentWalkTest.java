package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import org.junit.jupiter.api.Test;

class LatentWalkTest {
    @Test
    void a_walk_follows_the_great_circle() {
        try (var _ = TensorScope.open()) {
            float[] walk = LatentWalk.through(Tensors.of(new float[] {2, 0, 0, 2}, 2, 2), 3)
                    .toFloats();

            assertThat(walk)
                    .containsExactly(
                            new float[] {2, 0, (float) Math.sqrt(2), (float) Math.sqrt(2), 0, 2}, within(1e-6f));
        }
    }

    @Test
    void between_equal_latents_nothing_moves() {
        try (var _ = TensorScope.open()) {
            float[] walk = LatentWalk.through(Tensors.of(new float[] {1, 3, 1, 3}, 2, 2), 2)
                    .toFloats();

            assertThat(walk).containsExactly(new float[] {1, 3, 1, 3}, within(1e-6f));
        }
    }
}
