package dev.duello.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.Split;
import dev.duello.data.shapes.ShapeFactors.Kind;
import org.junit.jupiter.api.Test;

class ShapesTest {
    private static final int SIDE = 64;

    private static int value(byte[] pixels, int row, int column, int channel) {
        return pixels[(row * SIDE + column) * 3 + channel] & 0xff;
    }

    /** Area as a share of the image, and center, of what is colored. */
    private static double[] measured(byte[] pixels) {
        double weight = 0;
        double x = 0;
        double y = 0;
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                int high = Math.max(
                        value(pixels, row, column, 0),
                        Math.max(value(pixels, row, column, 1), value(pixels, row, column, 2)));
                int low = Math.min(
                        value(pixels, row, column, 0),
                        Math.min(value(pixels, row, column, 1), value(pixels, row, column, 2)));
                weight += high - low;
                x += (high - low) * (column + 0.5) / SIDE;
                y += (high - low) * (row + 0.5) / SIDE;
            }
        }
        // A pixel of the object spans saturation times value.
        return new double[] {weight / (255 * 0.85 * 0.95) / (SIDE * SIDE), x / weight, y / weight};
    }

    private static ShapeFactors factors(Kind kind, double rotation) {
        return new ShapeFactors(kind, 120, 0.2, 0.4, 0.6, rotation, 0.5, false);
    }

    /** An edge along the grid, of 20 pixels, may be off by half the distance of two points, 1/8 of a pixel. */
    private static final double AREA = 20 / 8.0 / (SIDE * SIDE) + 1e-4;

    @Test
    void what_is_drawn_has_the_place_and_the_area_of_its_factors() {
        for (double rotation : new double[] {0, 33}) {
            double[] ellipse = measured(ShapeDrawing.draw(factors(Kind.ELLIPSE, rotation)));
            assertThat(ellipse[0]).isCloseTo(Math.PI * 0.6 * 0.04, within(AREA));
            assertThat(ellipse[1]).isCloseTo(0.4, within(2e-3));
            assertThat(ellipse[2]).isCloseTo(0.6, within(2e-3));
            assertThat(measured(ShapeDrawing.draw(factors(Kind.RECTANGLE, rotation)))[0])
                    .isCloseTo(1.8 * 0.9 * 0.04, within(AREA));
            assertThat(measured(ShapeDrawing.draw(factors(Kind.TRIANGLE, rotation)))[0])
                    .isCloseTo(1.6 * 1.6 / 2 * 0.04, within(AREA));
            assertThat(measured(ShapeDrawing.draw(factors(Kind.CROSS, rotation)))[0])
                    .isCloseTo((2 * 1.8 * 0.56 - 0.56 * 0.56) * 0.04, within(AREA));
        }
    }

    @Test
    void colors_are_those_of_the_factors() {
        byte[] green = ShapeDrawing.draw(factors(Kind.ELLIPSE, 0));
        int row = (int) (0.6 * SIDE);
        int column = (int) (0.4 * SIDE);
        assertThat(value(green, row, column, 1)).isEqualTo((int) Math.round(0.95 * 255));
        assertThat(value(green, row, column, 0)).isEqualTo((int) Math.round(0.95 * 0.15 * 255));
        assertThat(value(green, row, column, 2)).isEqualTo((int) Math.round(0.95 * 0.15 * 255));
        assertThat(value(green, SIDE - 1, SIDE - 1, 0)).isEqualTo((int) Math.round(0.5 * 255));
    }

    @Test
    void a_second_object_is_at_the_top_left_only_where_the_factors_say_so() {
        byte[] one = ShapeDrawing.draw(factors(Kind.CROSS, 0));
        byte[] two = ShapeDrawing.draw(new ShapeFactors(Kind.CROSS, 120, 0.2, 0.4, 0.6, 0, 0.5, true));
        assertThat(value(one, 8, 8, 0)).isEqualTo(128);
        assertThat(value(two, 8, 8, 0)).isEqualTo(255);
        assertThat(value(two, 30, 60, 0)).isEqualTo(value(one, 30, 60, 0));
    }

    @Test
    void factors_are_independent_and_fill_their_ranges() {
        int n = ShapeFactors.TRAINING;
        double[] mean = new double[7];
        double[][] product = new double[7][7];
        int[] kinds = new int[Kind.values().length];
        for (int i = 0; i < n; i++) {
            ShapeFactors factors = ShapeFactors.of(Split.TRAIN, i);
            kinds[factors.kind().ordinal()]++;
            double[] values = factors.values();
            for (int a = 0; a < 7; a++) {
                mean[a] += values[a] / n;
                for (int b = 0; b < 7; b++) {
                    product[a][b] += values[a] * values[b] / n;
                }
            }
        }
        for (int count : kinds) {
            assertThat(count).isBetween(n / 4 - 200, n / 4 + 200);
        }
        assertThat(mean[0]).isCloseTo(150, within(4.0));
        assertThat(mean[6]).isCloseTo(0.5, within(0.02));
        for (int a = 0; a < 7; a++) {
            for (int b = 0; b < a; b++) {
                double correlation = (product[a][b] - mean[a] * mean[b])
                        / Math.sqrt((product[a][a] - mean[a] * mean[a]) * (product[b][b] - mean[b] * mean[b]));
                assertThat(correlation).isCloseTo(0, within(0.04));
            }
        }
    }

    @Test
    void the_factors_of_an_image_never_change() {
        assertThat(ShapeFactors.of(Split.TRAIN, 3)).isEqualTo(ShapeFactors.of(Split.TRAIN, 3));
        assertThat(ShapeFactors.of(Split.TRAIN, 3)).isNotEqualTo(ShapeFactors.of(Split.TEST, 3));
        assertThat(ShapeFactors.csv(Split.TEST).lines()).hasSize(1 + ShapeFactors.TEST);
        assertThat(ShapeFactors.csv(Split.TEST).lines().skip(1).findFirst().orElseThrow())
                .matches("0,(ellipse|rectangle|triangle|cross)(,-?\\d+\\.\\d+){6},[01]");
    }
}
