package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.duello.nn.Resample.Direction;
import dev.duello.nn.Resample.Filter;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResampleTest {
    private static final List<Shape> SHAPES =
            List.of(Shape.of(1, 6), Shape.of(5, 8), Shape.of(3, 4, 6), Shape.of(7, 2, 2), Shape.of(3, 2, 4, 6));

    static Stream<Arguments> all() {
        return SHAPES.stream()
                .flatMap(shape -> Stream.of(Filter.values())
                        .flatMap(filter -> Stream.of(Direction.values())
                                .map(direction -> Arguments.of(new Resample(direction, filter), shape))));
    }

    @ParameterizedTest(name = "{0} of {1}")
    @MethodSource("all")
    void every_number_is_what_the_formula_says(Resample layer, Shape shape) {
        try (var _ = TensorScope.open()) {
            Tensor images = new RandomStream("images", 1).normal(Device.CPU, shape.batch(2));
            float[] expected = images.toFloats();
            long[] sides = images.shape();
            for (int axis = 2; axis < sides.length; axis++) {
                expected = along(axis, expected, sides, layer);
                sides[axis] = layer.direction() == Direction.UP ? sides[axis] * 2 : sides[axis] / 2;
            }
            Tensor found = run(layer, images);
            assertThat(found.shape()).containsExactly(sides);
            assertThat(found.toFloats()).containsExactly(expected, within(1e-6f));
        }
    }

    /** One axis in plain loops; what lies beyond the border is 0. */
    private static float[] along(int axis, float[] values, long[] sides, Resample layer) {
        int length = (int) sides[axis];
        int inner = (int) Arrays.stream(sides, axis + 1, sides.length).reduce(1, (a, b) -> a * b);
        int outer = values.length / (length * inner);
        int changed = layer.direction() == Direction.UP ? length * 2 : length / 2;
        float[] result = new float[outer * changed * inner];
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                float[] line = new float[length + 2];
                for (int k = 0; k < length; k++) {
                    line[k + 1] = values[(o * length + k) * inner + i];
                }
                for (int k = 0; k < changed; k++) {
                    result[(o * changed + k) * inner + i] = (float) one(line, k, layer);
                }
            }
        }
        return result;
    }

    /** Place {@code k} of a resampled line that has a 0 before and after it. */
    private static double one(float[] line, int k, Resample layer) {
        if (layer.direction() == Direction.UP) {
            int center = k / 2 + 1;
            return layer.filter() == Filter.BOX
                    ? line[center]
                    : (3 * line[center] + line[k % 2 == 0 ? center - 1 : center + 1]) / 4;
        }
        int first = 2 * k + 1;
        return layer.filter() == Filter.BOX
                ? (line[first] + line[first + 1]) / 2
                : (line[first - 1] + 3 * line[first] + 3 * line[first + 1] + line[first + 2]) / 8;
    }

    @ParameterizedTest(name = "{0} of {1}")
    @MethodSource("all")
    void brightness_stays_away_from_the_border(Resample layer, Shape shape) {
        try (var _ = TensorScope.open()) {
            Tensor even = Tensors.zeros(Device.CPU, shape.batch(1)).fill_(0.7);
            Tensor found = run(layer, even);
            int border = layer.filter() == Filter.BOX ? 0 : 1;
            for (int axis = 2; axis < found.shape().length; axis++) {
                if (found.size(axis) <= 2 * border) {
                    return; // all border
                }
                found = found.narrow(axis, border, found.size(axis) - 2 * border);
            }
            for (float value : found.toFloats()) {
                assertThat(value).isCloseTo(0.7f, within(1e-6f));
            }
        }
    }

    @ParameterizedTest(name = "{0} of {1}")
    @MethodSource("all")
    void doubling_is_halving_in_reverse(Resample layer, Shape shape) {
        // Each is the other's transpose but for the gain of 2 a side: x·up(y) = 2^sides · down(x)·y.
        Resample reverse =
                new Resample(layer.direction() == Direction.UP ? Direction.DOWN : Direction.UP, layer.filter());
        try (var _ = TensorScope.open()) {
            Tensor x = new RandomStream("x", 2).normal(Device.CPU, shape.batch(2));
            Tensor there = run(layer, x);
            Tensor y = new RandomStream("y", 2).normal(Device.CPU, there.shape());
            double gain = Math.pow(2, shape.spatial().size());
            double one = there.multiply(y).sum().item() * (layer.direction() == Direction.DOWN ? gain : 1);
            double other = run(reverse, y).multiply(x).sum().item() * (layer.direction() == Direction.UP ? gain : 1);
            assertThat(one).isCloseTo(other, within(1e-4 * Math.max(1, Math.abs(one))));
        }
    }

    @Test
    void an_odd_side_cannot_be_halved() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new Resample(Direction.DOWN, Filter.BINOMIAL).outputShape(Shape.of(3, 4, 5)))
                .withMessageContaining("3×4×5");
    }

    private static Tensor run(Resample layer, Tensor images) {
        int[] sample = Arrays.stream(images.shape())
                .skip(1)
                .mapToInt(side -> (int) side)
                .toArray();
        var architecture = new Architecture(Shape.of(sample), List.of(layer), Initializer.DCGAN);
        try (var network = Network.blank(architecture, Device.CPU, Precision.FP32)) {
            return network.forward(images, Mode.EVALUATE);
        }
    }

    @Test
    void sides_whose_factor_is_one_stay() {
        for (var filter : Resample.Filter.values()) {
            var space = new Resample(Resample.Direction.UP, filter, PerAxis.of(1, 2, 2));
            var frame = new Resample(Resample.Direction.UP, filter);
            try (var _ = TensorScope.open();
                    var video = Gradients.random(Shape.of(2, 3, 4, 5), space);
                    var images = Gradients.random(Shape.of(2, 4, 5), frame)) {
                Tensor frames = new RandomStream("frames", 1).normal(Device.CPU, 1, 2, 3, 4, 5);
                Tensor found = video.forward(frames, Mode.TRAIN);
                assertThat(found.shape()).containsExactly(1, 2, 3, 8, 10);
                for (int t = 0; t < 3; t++) {
                    Tensor one = frames.narrow(2, t, 1).reshape(1, 2, 4, 5);
                    assertThat(found.narrow(2, t, 1).contiguous().toFloats())
                            .containsExactly(images.forward(one, Mode.TRAIN).toFloats(), within(1e-5f));
                }
            }
        }
    }

    @Test
    void a_box_of_four_repeats_each_number_and_takes_means_of_four() {
        try (var _ = TensorScope.open();
                var up = Gradients.random(
                        Shape.of(1, 2), new Resample(Resample.Direction.UP, Resample.Filter.BOX, PerAxis.of(4)));
                var down = Gradients.random(
                        Shape.of(1, 8), new Resample(Resample.Direction.DOWN, Resample.Filter.BOX, PerAxis.of(4)))) {
            Tensor sound = Tensors.of(new float[] {1, -3}, 1, 1, 2);
            Tensor longer = up.forward(sound, Mode.TRAIN);
            assertThat(longer.toFloats()).containsExactly(1, 1, 1, 1, -3, -3, -3, -3);
            assertThat(down.forward(longer, Mode.TRAIN).toFloats()).containsExactly(1, -3);
        }
    }
}
