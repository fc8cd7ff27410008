package dev.duello.torch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TensorScopeTest {
    @BeforeAll
    static void settle() throws InterruptedException {
        NativeObjects.settled();
    }

    @Test
    void closing_a_scope_frees_what_was_made_in_it() {
        long before = Torch.liveObjects();
        try (var _ = TensorScope.open()) {
            Tensor tensor = Tensors.zeros(Device.CPU, 10);
            tensor.add(1).multiply(tensor).sum();
            assertThat(Torch.liveObjects()).isGreaterThan(before + 3);
        }
        assertThat(Torch.liveObjects()).isEqualTo(before);
    }

    @Test
    void a_kept_tensor_outlives_the_scope_until_it_is_closed() {
        long before = Torch.liveObjects();
        Tensor kept;
        try (var _ = TensorScope.open()) {
            kept = Tensors.of(new float[] {1, 2, 3}, 3).add(1).keep();
        }
        assertThat(Torch.liveObjects()).isEqualTo(before + 1);
        assertThat(kept.toFloats()).containsExactly(2, 3, 4);
        kept.close();
        assertThat(Torch.liveObjects()).isEqualTo(before);
    }

    @Test
    void an_inner_scope_frees_its_own_only() {
        long before = Torch.liveObjects();
        try (var _ = TensorScope.open()) {
            Tensor outer = Tensors.of(new float[] {5}, 1);
            long inOuter = Torch.liveObjects();
            try (var _ = TensorScope.open()) {
                outer.multiply(2).add(3);
            }
            assertThat(Torch.liveObjects()).isEqualTo(inOuter);
            assertThat(outer.item()).isEqualTo(5);
        }
        assertThat(Torch.liveObjects()).isEqualTo(before);
    }

    @Test
    void a_scope_closes_when_an_error_passes_through() {
        long before = Torch.liveObjects();
        try (var _ = TensorScope.open()) {
            Tensors.zeros(Device.CPU, 2).add(Tensors.zeros(Device.CPU, 3));
        } catch (RuntimeException e) {
            assertThat(e).hasMessageContaining("size");
        }
        assertThat(Torch.liveObjects()).isEqualTo(before);
    }

    @Test
    void a_loop_with_a_scope_per_turn_holds_one_turn_of_memory() {
        // 400 turns of 16 MB: without scopes more than this machine may have.
        long before = Torch.residentBytes();
        long highest = 0;
        for (int turn = 0; turn < 400; turn++) {
            try (var _ = TensorScope.open()) {
                Tensors.zeros(Device.CPU, 1024, 1024).add(1).add(1).add(1);
                highest = Math.max(highest, Torch.residentBytes());
            }
        }
        assertThat(highest - before).isLessThan(200L << 20);
    }

    @Test
    void in_place_operations_return_the_tensor_itself() {
        try (var _ = TensorScope.open()) {
            Tensor tensor = Tensors.of(new float[] {1, 4}, 2);
            Tensor result = tensor.fill_(4)
                    .sqrt_()
                    .multiply_(3)
                    .add_(1)
                    .add_(Tensors.of(new float[] {1, 2}, 2), 10)
                    .lerp_(Tensors.of(new float[] {27, 7}, 2), 0.5)
                    .addProduct_(Tensors.of(new float[] {1, 2}, 2), Tensors.of(new float[] {3, 4}, 2), 2)
                    .addQuotient_(Tensors.of(new float[] {1, 9}, 2), Tensors.of(new float[] {2, 3}, 2), -1);
            assertThat(result).isSameAs(tensor);
            // 7 + {10, 20}, halfway to {27, 7}, + 2·{3, 8}, - {0.5, 3}
            assertThat(tensor.toFloats()).containsExactly(27.5f, 30);
        }
    }
}
