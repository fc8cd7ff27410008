package dev.duello.gan.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogitsTest {
    private static final Logits HIGH = new Logits(new double[] {3, 4, 1});
    private static final Logits LOW = new Logits(new double[] {1, 2});

    @Test
    void pairs_are_counted_and_a_tie_is_half() {
        // 3>1 3>2 4>1 4>2, 1=1, 1<2
        assertThat(HIGH.above(LOW)).isEqualTo(4.5 / 6);
        assertThat(LOW.above(HIGH)).isEqualTo(1.5 / 6);
    }

    @Test
    void margin_and_rank_do_not_change_with_scale_and_offset() {
        Logits high = new Logits(new double[] {300 - 7, 400 - 7, 100 - 7});
        Logits low = new Logits(new double[] {100 - 7, 200 - 7});
        assertThat(high.margin(low)).isCloseTo(HIGH.margin(LOW), within(1e-12));
        assertThat(high.above(low)).isEqualTo(HIGH.above(LOW));
        assertThat(high.deviation(low)).isCloseTo(100 * HIGH.deviation(LOW), within(1e-9));
    }

    @Test
    void margin_is_in_standard_deviations() {
        Logits one = new Logits(new double[] {9, 11});
        Logits other = new Logits(new double[] {4, 6});
        assertThat(one.margin(other)).isEqualTo(5);
        assertThat(one.deviation(other)).isCloseTo(Math.sqrt(1 + 2.5 * 2.5), within(1e-12));
        assertThat(new Logits(new double[] {2, 2}).margin(new Logits(new double[] {2})))
                .isZero();
    }
}
