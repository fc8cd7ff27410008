package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.image.ImageFormat;
import dev.duello.data.voxel.VoxelFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShapeMetricsTest {
    private static final int SIDE = 8;

    private static byte[] box(int up, int back, int right, int high, int deep, int wide) {
        byte[] cells = new byte[SIDE * SIDE * SIDE];
        for (int u = up; u < up + high; u++) {
            for (int b = back; b < back + deep; b++) {
                for (int r = right; r < right + wide; r++) {
                    cells[(u * SIDE + b) * SIDE + r] = 1;
                }
            }
        }
        return cells;
    }

    private static Occupancy noise(long seed, int count) {
        Random random = new Random(seed);
        byte[][] cells = new byte[count][SIDE * SIDE * SIDE];
        for (byte[] each : cells) {
            int share = 2 + random.nextInt(20);
            for (int i = 0; i < each.length; i++) {
                each[i] = (byte) (random.nextInt(share) == 0 ? 1 : 0);
            }
        }
        return Occupancy.of(SIDE, cells);
    }

    @Test
    void the_distances_of_two_boxes_are_those_of_geometry() {
        Occupancy boxes =
                Occupancy.of(SIDE, new byte[][] {box(0, 0, 0, 2, 2, 2), box(0, 0, 1, 2, 2, 2), box(0, 0, 4, 2, 2, 2)});
        double[][] iou = ShapeDistance.IOU.between(boxes, boxes);
        assertThat(iou[0][0]).isZero();
        // 4 of 12 cells are common.
        assertThat(iou[0][1]).isCloseTo(1 - 4 / 12.0, within(1e-6));
        assertThat(iou[0][2]).isEqualTo(1);
        double[][] chamfer = ShapeDistance.CHAMFER.between(boxes, boxes);
        assertThat(chamfer[1][1]).isZero();
        // Half of the cells are 1 away, both ways.
        assertThat(chamfer[0][1]).isCloseTo(2 * 0.5 / 64, within(1e-7));
        // Of the nearer half the distance is 3, of the other 4.
        assertThat(chamfer[0][2]).isCloseTo(2 * (9 + 16) / 2.0 / 64, within(1e-6));
    }

    @ParameterizedTest
    @EnumSource(ShapeDistance.class)
    void distances_are_those_that_loops_over_all_cells_find(ShapeDistance distance) {
        Occupancy some = noise(1, 5);
        Occupancy others = noise(2, 7);
        double[][] found = distance.between(some, others);
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 7; j++) {
                double expected = distance == ShapeDistance.IOU
                        ? iou(some.cells()[i], others.cells()[j])
                        : way(some.surfaces()[i], others.surfaces()[j]) + way(others.surfaces()[j], some.surfaces()[i]);
                assertThat(found[i][j]).isCloseTo(expected, within(1e-6));
            }
        }
    }

    private static double iou(byte[] one, byte[] other) {
        double both = 0;
        double any = 0;
        for (int i = 0; i < one.length; i++) {
            both += one[i] == 1 && other[i] == 1 ? 1 : 0;
            any += one[i] == 1 || other[i] == 1 ? 1 : 0;
        }
        return 1 - both / any;
    }

    private static double way(byte[] from, byte[] to) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < from.length; i++) {
            if (from[i] == 1) {
                double least = Double.MAX_VALUE;
                for (int j = 0; j < to.length; j++) {
                    if (to[j] == 1) {
                        int u = i / 64 - j / 64;
                        int b = i / 8 % 8 - j / 8 % 8;
                        int r = i % 8 - j % 8;
                        least = Math.min(least, u * u + b * b + r * r);
                    }
                }
                sum += least / 64;
                count++;
            }
        }
        return sum / count;
    }

    @Test
    void empty_shapes_are_as_far_as_can_be_from_all_others() {
        Occupancy shapes = Occupancy.of(SIDE, new byte[][] {new byte[512], box(0, 0, 0, 3, 3, 3)});
        for (ShapeDistance distance : ShapeDistance.values()) {
            double[][] found = distance.between(shapes, shapes);
            assertThat(found[0][0]).isZero();
            assertThat(found[0][1]).isEqualTo(found[1][0]).isEqualTo(distance == ShapeDistance.IOU ? 1 : 6);
        }
    }

    @Test
    void sets_on_a_line_are_counted_by_hand() {
        double[] reals = {0, 1, 10};
        double[] fakes = {0.2, 0.3, 0.5};
        ShapeSets sets = ShapeSets.of(distances(reals, reals), distances(reals, fakes), distances(fakes, fakes));
        // 0.2 and 0.3 are nearest to 0, 0.5 is as near to both: the first counts.
        assertThat(sets.coverage()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(sets.matching()).isCloseTo((0.2 + 0.5 + 9.5) / 3, within(1e-12));
        // The nearest to 0 is 0.2, to 1 is 0.5, to 10 is 1, which is real; of fakes 0.3 and 0.2 and 0.3, which are
        // fake.
        assertThat(sets.accuracy()).isCloseTo(4 / 6.0, within(1e-12));
    }

    @Test
    void copies_are_told_by_an_accuracy_of_nothing_and_sets_apart_by_one() {
        double[] reals = {0, 1, 2, 3};
        ShapeSets copies = ShapeSets.of(distances(reals, reals), distances(reals, reals), distances(reals, reals));
        assertThat(copies).isEqualTo(new ShapeSets(1, 0, 0));
        double[] far = {100, 101, 102, 103};
        ShapeSets apart = ShapeSets.of(distances(reals, reals), distances(reals, far), distances(far, far));
        assertThat(apart.accuracy()).isEqualTo(1);
        assertThat(apart.coverage()).isEqualTo(0.25);
    }

    private static double[][] distances(double[] some, double[] others) {
        double[][] distances = new double[some.length][others.length];
        for (int i = 0; i < some.length; i++) {
            for (int j = 0; j < others.length; j++) {
                distances[i][j] = Math.abs(some[i] - others[j]);
            }
        }
        return distances;
    }

    @Test
    void parts_touch_at_corners_and_mirrors_lie_on_each_other() {
        byte[] corner = box(0, 0, 0, 2, 2, 2);
        corner[(2 * SIDE + 2) * SIDE + 2] = 1;
        assertThat(Occupancy.parts(corner, SIDE)).isEqualTo(1);
        corner[SIDE * SIDE * SIDE - 1] = 1;
        assertThat(Occupancy.parts(corner, SIDE)).isEqualTo(2);
        assertThat(Occupancy.parts(new byte[512], SIDE)).isZero();
        assertThat(Occupancy.symmetry(box(0, 0, 2, 3, 5, 4), SIDE)).isEqualTo(1);
        assertThat(Occupancy.symmetry(box(0, 0, 0, 3, 5, 4), SIDE)).isZero();
        // Six cells wide, of which two lie on the mirror's.
        assertThat(Occupancy.symmetry(box(0, 0, 1, 1, 1, 4), SIDE)).isCloseTo(2 / 6.0, within(1e-12));
    }

    @Test
    void only_shapes_have_cells() {
        assertThat(Metrics.SYMMETRY.requirements().obstacle(10, new VoxelFormat(8, 1)))
                .isNull();
        assertThat(Metrics.NN_ACCURACY_IOU.requirements().obstacle(10, new ImageFormat(1, 8, 8)))
                .isEqualTo("looks at the cells of shapes, not at images.");
        assertThat(Metrics.NN_ACCURACY_IOU.badness(0.4)).isCloseTo(Metrics.NN_ACCURACY_IOU.badness(0.6), within(1e-12));
    }
}
