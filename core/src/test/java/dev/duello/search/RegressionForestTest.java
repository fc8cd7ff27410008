package dev.duello.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RegressionForestTest {
    private static final int ROWS = 200;
    private static final double[][] X = new double[ROWS][4];
    private static final double[] Y = new double[ROWS];

    static {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < 4; j++) {
                X[i][j] = random.nextDouble();
            }
            Y[i] = 3 * X[i][0] + 2 * X[i][1] + 0.05 * random.nextGaussian();
        }
    }

    @Test
    void shares_of_a_sum_are_those_of_the_variances() {
        double[] importance = new RegressionForest(X, Y, 2).importance(X, Y, 3);

        // The variance of 3x is 9/12, that of 2x 4/12.
        assertThat(importance[0]).isCloseTo(9.0 / 13, within(0.08));
        assertThat(importance[1]).isCloseTo(4.0 / 13, within(0.08));
        assertThat(importance[2] + importance[3]).isLessThan(0.02);
    }

    @Test
    void new_rows_are_predicted() {
        RegressionForest forest = new RegressionForest(X, Y, 2);

        assertThat(forest.predict(new double[] {0.5, 0.5, 0.5, 0.5})).isCloseTo(2.5, within(0.3));
        assertThat(forest.predict(new double[] {0.9, 0.9, 0.5, 0.5}))
                .isGreaterThan(forest.predict(new double[] {0.1, 0.1, 0.5, 0.5}) + 2);
    }
}
