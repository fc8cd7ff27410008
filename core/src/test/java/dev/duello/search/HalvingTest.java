package dev.duello.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.search.Halving.Promotion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HalvingTest {
    private final Halving halving = Halving.over(100);

    @Test
    void the_first_rung_is_an_eighth_of_the_length() {
        assertThat(halving.lengths()).containsExactly(12.5, 25.0, 50.0, 100.0);
    }

    @Test
    void one_alone_does_not_go_on_and_the_better_of_two_does() {
        assertThat(halving.next(List.of(Map.of(0, 3.0)), (_, _) -> false, false))
                .isEmpty();
        assertThat(halving.next(List.of(Map.of(0, 3.0, 1, 2.0)), (_, _) -> false, false))
                .contains(new Promotion(1, 1));
    }

    @Test
    void nobody_goes_on_twice() {
        assertThat(halving.next(
                        List.of(Map.of(0, 3.0, 1, 2.0, 2, 4.0), Map.of(1, 1.0)), (trial, _) -> trial == 1, false))
                .isEmpty();
    }

    @Test
    void the_highest_rung_comes_first() {
        List<Map<Integer, Double>> reached = List.of(Map.of(0, 3.0, 1, 2.0, 2, 4.0, 3, 1.0), Map.of(1, 5.0, 3, 6.0));

        assertThat(halving.next(reached, (_, rung) -> rung == 0, false)).contains(new Promotion(1, 2));
    }

    @Test
    void what_collapsed_never_goes_on() {
        Map<Integer, Double> first = Map.of(0, Double.POSITIVE_INFINITY, 1, Double.POSITIVE_INFINITY);

        assertThat(halving.next(List.of(first), (_, _) -> false, false)).isEmpty();
    }

    @Test
    void at_the_end_one_goes_on_from_each_rung_to_the_last() {
        assertThat(halving.next(List.of(Map.of(0, 3.0)), (_, _) -> false, true)).contains(new Promotion(0, 1));
        assertThat(halving.next(
                        List.of(Map.of(0, 3.0), Map.of(0, 3.0), Map.of(0, 3.0), Map.of(0, 3.0)),
                        (_, rung) -> rung < 3,
                        true))
                .isEmpty();
    }
}
