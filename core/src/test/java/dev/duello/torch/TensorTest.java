package dev.duello.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TensorTest {
    private TensorScope scope;

    @BeforeEach
    void open() {
        scope = TensorScope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void arithmetic_is_elementwise() {
        Tensor a = Tensors.of(new float[] {1, 4, 9}, 3);
        Tensor b = Tensors.of(new float[] {2, -1, 3}, 3);
        assertThat(a.add(b).toFloats()).containsExactly(3, 3, 12);
        assertThat(a.add(0.5).toFloats()).containsExactly(1.5f, 4.5f, 9.5f);
        assertThat(a.subtract(b).toFloats()).containsExactly(-1, 5, 6);
        assertThat(a.multiply(b).toFloats()).containsExactly(2, -4, 27);
        assertThat(a.multiply(-2).toFloats()).containsExactly(-2, -8, -18);
        assertThat(a.divide(b).toFloats()).containsExactly(0.5f, -4, 3);
        assertThat(a.negate().toFloats()).containsExactly(-1, -4, -9);
        assertThat(b.square().toFloats()).containsExactly(4, 1, 9);
        assertThat(a.sqrt().toFloats()).containsExactly(1, 2, 3);
        assertThat(a.copy().clamp_(2, 5).toFloats()).containsExactly(2, 4, 5);
    }

    @Test
    void sums_and_means_reduce_the_axes_they_name() {
        Tensor cube = Tensors.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2);
        assertThat(cube.sum().item()).isEqualTo(36);
        assertThat(cube.mean().item()).isEqualTo(4.5);
        assertThat(cube.sum(0).toFloats()).containsExactly(6, 8, 10, 12);
        assertThat(cube.sum(1, 2).toFloats()).containsExactly(10, 26);
        assertThat(cube.sum(2).shape()).containsExactly(2, 2);
    }

    @Test
    void views_rearrange_without_losing_order() {
        Tensor table = Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        assertThat(table.permute(1, 0).toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(table.reshape(3, -1).toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(table.narrow(1, 1, 2).toFloats()).containsExactly(2, 3, 5, 6);
        assertThat(table.reshape(6)
                        .strided(new long[] {2, 2}, new long[] {3, 1}, 1)
                        .toFloats())
                .containsExactly(2, 3, 5, 6);
        assertThat(table.size(-1)).isEqualTo(3);
    }

    @Test
    void rows_are_gathered_in_the_order_of_the_indices() {
        Tensor table = Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
        Tensor picked = table.rows(Tensors.of(new long[] {2, 0, 2}, 3));
        assertThat(picked.toFloats()).containsExactly(5, 6, 1, 2, 5, 6);
    }

    @Test
    void parts_join_along_the_named_axis() {
        Tensor a = Tensors.of(new float[] {1, 2}, 1, 2);
        Tensor b = Tensors.of(new float[] {3, 4}, 1, 2);
        assertThat(Tensors.concatenate(List.of(a, b), 0).shape()).containsExactly(2, 2);
        assertThat(Tensors.concatenate(List.of(a, b), 1).toFloats()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void argmax_names_the_largest_of_each_row() {
        Tensor rows = Tensors.of(new float[] {0, 9, 3, 7, -1, 2}, 2, 3);
        assertThat(rows.argmax().toLongs()).containsExactly(1, 0);
        assertThat(Functions.countEqual(rows.argmax(), Tensors.of(new long[] {1, 2}, 2)))
                .isEqualTo(1);
    }

    @Test
    void cross_entropy_is_minus_the_log_of_the_right_softmax_of_each_row() {
        Tensor logits = Tensors.of(new double[] {1, 2, 3, 0.5, -1, 0}, 2, 3);
        double first = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3)) - 3;
        double second = Math.log(Math.exp(0.5) + Math.exp(-1) + Math.exp(0)) - 0.5;
        assertThat(Functions.crossEntropies(logits, Tensors.of(new long[] {2, 0}, 2))
                        .toDoubles())
                .containsExactly(new double[] {first, second}, within(1e-12));
    }

    @Test
    void nan_and_infinities_are_not_finite() {
        assertThat(Tensors.of(new float[] {1, Float.MAX_VALUE}, 2).isFinite()).isTrue();
        assertThat(Tensors.of(new float[] {1, Float.NaN}, 2).isFinite()).isFalse();
        assertThat(Tensors.of(new float[] {Float.NEGATIVE_INFINITY, 0}, 2).isFinite())
                .isFalse();
        assertThat(Tensors.of(new float[0], 0).isFinite()).isTrue();
    }

    @Test
    void a_copy_is_independent_and_a_detached_view_is_not() {
        Tensor original = Tensors.of(new float[] {1, 2}, 2);
        Tensor copy = original.copy();
        Tensor view = original.detach();
        original.fill_(9);
        assertThat(copy.toFloats()).containsExactly(1, 2);
        assertThat(view.toFloats()).containsExactly(9, 9);
    }

    @Test
    void what_a_convolution_makes_of_one_channel_has_channels_innermost() {
        // With one channel both layouts are the same memory; the convolution must be told which one is meant.
        Tensor image = Tensors.zeros(Device.CPU, 2, 1, 8, 8).channelsLast();
        Tensor weight = Tensors.zeros(Device.CPU, 4, 1, 4, 4);
        Tensor made = Functions.convolution(image, weight, null, new long[] {2, 2}, new long[] {1, 1}, 1);
        assertThat(made.handle.is_contiguous(MemoryFormat.ChannelsLast)).isTrue();
    }
}
