package dev.duello.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.nn.Activation;
import dev.duello.nn.Conv;
import dev.duello.nn.Linear;
import dev.duello.nn.Resample;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DissectionTest {
    private static final int SIDE = 16;
    private static final int UNITS = 4;
    static final int PLANTED = 2;

    /**
     * Four maps of 16x16 on an image of 32x32: the planted one draws red where it is active, which is a square whose place depends
     * on the latent; the others are noise that changes the light a little.
     */
    static TinyModel planted() {
        TinyModel model = new TinyModel(
                4,
                List.of(
                        new Linear(UNITS * SIDE * SIDE, true),
                        new Reshape(Shape.of(UNITS, SIDE, SIDE)),
                        Activation.TANH,
                        Activation.RELU,
                        new Resample(Resample.Direction.UP, Resample.Filter.BOX),
                        new Conv(3, 1, 1, 0, true),
                        Activation.TANH),
                List.of(new Linear(1, true)));
        SplittableRandom random = new SplittableRandom(1);
        double[] weights = new double[UNITS * SIDE * SIDE * 4];
        for (int i = 0; i < weights.length; i++) {
            int unit = i / (SIDE * SIDE * 4);
            int y = i / 4 / SIDE % SIDE;
            int x = i / 4 % SIDE;
            // Each number of the latent switches a quarter of the image on, of the planted unit alone.
            boolean mine = i % 4 == (y < SIDE / 2 ? 0 : 2) + (x < SIDE / 2 ? 0 : 1);
            boolean inside = y % 8 > 1 && y % 8 < 6 && x % 8 > 1 && x % 8 < 6;
            weights[i] = unit == PLANTED ? mine && inside ? 50 : 0 : 0.3 * random.nextGaussian();
        }
        TinyModel.set(model.generator, "0.linear.weight", weights);
        double[] colors = {0.1, 0.05, 3, 0.05, 0.1, 0.05, -0.2, 0.05, 0.1, 0.05, -0.2, 0.05};
        TinyModel.set(model.generator, "5.conv.weight", colors);
        TinyModel.set(model.generator, "5.conv.bias", -0.5, -0.5, -0.5);
        return model;
    }

    @Test
    void a_unit_that_draws_red_is_found_and_switching_it_off_takes_the_red_away() {
        try (TinyModel model = planted()) {
            Dissection.Report report = Dissection.of(model, -1, List.of(), null, UNITS);
            assertThat(report.name()).isEqualTo("3.relu");
            Dissection.Unit first = report.units().getFirst();
            assertThat(first.unit()).isEqualTo(PLANTED);
            assertThat(first.concept()).isEqualTo("red");
            assertThat(first.iou()).isGreaterThan(0.8);
            assertThat(first.usual()).isGreaterThan(0.02);
            assertThat(first.effect()).isCloseTo(first.usual(), within(1e-9));
            assertThat(first.low()).isBetween(0.0, first.effect());
            assertThat(first.isCause()).isTrue();
            assertThat(first.examples()).hasSize(4);
            assertThat(report.units().get(1).iou()).isLessThan(0.5);
        }
    }

    @Test
    void a_layer_without_maps_is_refused_with_the_names_of_those_that_have_some() {
        try (TinyModel model = planted()) {
            assertThatThrownBy(() -> Dissection.of(model, 0, List.of(), null, 1))
                    .isInstanceOf(ExplainException.class)
                    .hasMessageContaining("3.relu")
                    .hasMessageNotContaining("0.linear");
        }
    }

    @Test
    void concepts_are_what_one_sees() {
        float[] image = new float[3 * 36];
        java.util.Arrays.fill(image, -1);
        // A blue pixel in the middle of a black image.
        image[2 * 36 + 2 * 6 + 3] = 1;
        Concepts concepts = new Concepts(List.of("cat", "dog"));
        int[] bits = concepts.of(image, 3, 6, 6, 1);
        assertThat(shown(concepts, bits[2 * 6 + 3])).containsExactlyInAnyOrder("blue", "object", "dark", "class dog");
        assertThat(shown(concepts, bits[0])).containsExactlyInAnyOrder("dark", "left", "top");
        assertThat(shown(concepts, bits[35])).containsExactlyInAnyOrder("dark", "right", "bottom");
        assertThat(Concepts.area(bits, concepts.names().indexOf("object"))).isCloseTo(1.0 / 36, within(1e-12));
    }

    private static List<String> shown(Concepts concepts, int bits) {
        return concepts.names().stream()
                .filter(name -> (bits >> concepts.names().indexOf(name) & 1) == 1)
                .toList();
    }
}
