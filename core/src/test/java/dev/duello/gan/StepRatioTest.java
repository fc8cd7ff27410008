package dev.duello.gan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StepRatioTest {
    private static int steps(StepRatio ratio, int generatorSteps, double share) {
        int steps = 0;
        for (int made = 0; made < generatorSteps; steps++) {
            made += ratio.isGeneratorNext() ? 1 : 0;
            ratio.stepped(share);
        }
        return steps;
    }

    @Test
    void the_generator_moves_after_so_many_steps() {
        assertThat(steps(new StepRatio(5, 0), 10, 0.5)).isEqualTo(50);
        assertThat(steps(new StepRatio(1, 0), 10, 0.5)).isEqualTo(10);
    }

    @Test
    void the_ratio_rises_when_fakes_are_no_longer_told_and_not_before_200_steps_of_the_generator() {
        StepRatio ratio = new StepRatio(1, 0.6);
        steps(ratio, 199, 0.1);
        assertThat(ratio.ratio()).isEqualTo(1);
        steps(ratio, 1, 0.1);
        assertThat(ratio.ratio()).isEqualTo(2);
        steps(ratio, 200, 0.1);
        assertThat(ratio.ratio()).isEqualTo(5);
        // It does not fall again.
        steps(ratio, 600, 1);
        assertThat(ratio.ratio()).isEqualTo(5);
    }

    @Test
    void it_stays_while_fakes_are_told() {
        StepRatio ratio = new StepRatio(2, 0.6);
        steps(ratio, 1000, 0.7);
        assertThat(ratio.ratio()).isEqualTo(2);
    }

    @Test
    void restored_it_goes_on_as_if_it_had_never_stopped() {
        StepRatio straight = new StepRatio(2, 0.6);
        steps(straight, 150, 0.3);
        straight.stepped(0.3);
        StepRatio resumed = new StepRatio(2, 0.6);
        resumed.restore(straight.ratio(), straight.since(), straight.atRatio(), straight.fakeAccuracy());
        assertThat(steps(resumed, 300, 0.3)).isEqualTo(steps(straight, 300, 0.3));
        assertThat(resumed.ratio()).isEqualTo(straight.ratio()).isEqualTo(10);
    }
}
