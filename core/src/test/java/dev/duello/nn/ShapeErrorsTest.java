package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ShapeErrorsTest {
    @Test
    void a_convolution_wider_than_its_input_is_refused() {
        refused(
                () -> new Conv(8, 5, 1, 0, true).outputShape(Shape.of(3, 9, 4)),
                "A 5-wide conv layer does not fit 3×9×4 with padding 0: use a larger image or fewer strides.");
        assertThat(new Conv(8, 5, 1, 0, true).outputShape(Shape.of(3, 9, 5))).isEqualTo(Shape.of(8, 5, 1));
    }

    @Test
    void a_convolution_on_a_vector_is_refused() {
        refused(
                () -> new Conv(8, 3, 1, 1, true).outputShape(Shape.of(12)),
                "A conv layer needs 1 to 3 spatial axes, but its input is 12.");
        refused(
                () -> new ConvTranspose(8, 3, 1, 1, 0, true).outputShape(Shape.of(1, 2, 3, 4, 5)),
                "A conv-transpose layer needs 1 to 3 spatial axes, but its input is 1×2×3×4×5.");
    }

    @Test
    void a_transposed_convolution_that_leaves_nothing_is_refused() {
        refused(
                () -> new ConvTranspose(8, 3, 2, 2, 0, true).outputShape(Shape.of(4, 1, 9)),
                "Padding 2 cuts away all of what a 3-wide transposed convolution makes of 4×1×9.");
        assertThat(new ConvTranspose(8, 3, 2, 2, 0, true).outputShape(Shape.of(4, 2, 9)))
                .isEqualTo(Shape.of(8, 1, 15));
    }

    @Test
    void output_padding_must_be_less_than_the_stride() {
        refused(
                () -> new ConvTranspose(1, 4, 2, 1, 2, true),
                "Output padding must be at least 0 and less than the stride 2; got 2.");
        refused(
                () -> new ConvTranspose(1, 4, 2, 1, -1, true),
                "Output padding must be at least 0 and less than the stride 2; got -1.");
    }

    @Test
    void a_pool_larger_than_its_input_is_refused() {
        refused(
                () -> new MaxPool(3).outputShape(Shape.of(2, 2, 8)),
                "A 3-wide max-pool layer does not fit 2×2×8 with padding 0: use a larger image or fewer strides.");
        refused(
                () -> new MaxPool(2).outputShape(Shape.of(2)),
                "A max-pool layer needs 1 to 3 spatial axes, but its input is 2.");
    }

    @Test
    void numbers_for_another_count_of_axes_are_refused() {
        refused(
                () -> new Conv(8, PerAxis.of(1, 7), PerAxis.of(1), PerAxis.of(0, 3), PerAxis.of(1), 1, true)
                        .outputShape(Shape.of(3, 9)),
                "A conv layer with 1×7 needs 2 spatial axes, but its input is 3×9.");
        refused(
                () -> PerAxis.of(1, 2, 3, 4),
                "One number for all axes or one for each of up to 3 is needed, not [1, 2, 3, 4].");
    }

    @Test
    void a_reshape_to_another_number_of_elements_is_refused() {
        refused(() -> new Reshape(Shape.of(2, 4)).outputShape(Shape.of(9)), "Cannot reshape 9 (9 numbers) to 2×4 (8).");
    }

    @Test
    void nonsense_in_a_layer_is_refused() {
        String message =
                "Channels, kernel and stride must be at least 1 and padding at least 0; got channels %d, kernel %d, stride %d, padding %d.";
        refused(() -> new Conv(0, 3, 1, 1, true), message.formatted(0, 3, 1, 1));
        refused(() -> new Conv(1, 0, 1, 1, true), message.formatted(1, 0, 1, 1));
        refused(() -> new ConvTranspose(1, 3, 0, 1, 0, true), message.formatted(1, 3, 0, 1));
        refused(() -> new Conv(1, 3, 1, -1, true), message.formatted(1, 3, 1, -1));
        refused(() -> new MaxPool(0), message.formatted(1, 0, 0, 0));
        refused(
                () -> new Linear(0, true).outputShape(Shape.of(3)),
                "A shape needs at least one axis, each at least 1 long; [0] is none.");
    }

    @Test
    void a_shape_without_axes_is_refused() {
        refused(Shape::of, "A shape needs at least one axis, each at least 1 long; [] is none.");
        refused(() -> Shape.of(3, 0), "A shape needs at least one axis, each at least 1 long; [3, 0] is none.");
    }

    @Test
    void an_architecture_is_refused_when_it_is_made_not_when_it_runs() {
        refused(
                () -> new Architecture(
                        Shape.of(1, 8, 8),
                        List.of(new Conv(4, 4, 2, 1, true), new MaxPool(2), new Conv(4, 3, 1, 0, true)),
                        Initializer.DCGAN),
                "A 3-wide conv layer does not fit 4×2×2 with padding 0: use a larger image or fewer strides.");
        refused(
                () -> new Architecture(Shape.of(1), List.of(), Initializer.DCGAN),
                "A network needs an input and at least one layer.");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatExceptionOfType(ShapeException.class).isThrownBy(call).withMessage(message);
    }
}
