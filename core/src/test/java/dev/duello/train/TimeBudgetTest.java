package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A training whose clock is a number: what costs what is known to the second. */
class TimeBudgetTest {
    private static final Experiment.Training TRAINING = TinyRuns.experiment(
                    "training.kimg=100", "training.sample-kimg=1", "training.checkpoint-kimg=2")
            .training();
    private static final double EVALUATION_KIMG = 4;

    private double now;

    /**
     * Trains to the end of a time.
     *
     * @param early seconds of a step in the first quarter of the time
     * @param late and after it
     * @return seconds at the end
     */
    private double train(double time, double early, double late, double evaluation, double preparation) {
        TimeBudget budget = new TimeBudget(time, () -> now);
        long total = TRAINING.images();
        long images = 0;
        boolean prepared = false;
        while (images < total) {
            long before = images;
            now += now < time / 4 ? early : late;
            images += TRAINING.batch();
            if (crossed(before, images, 1)) {
                pause(budget, TimeBudget.Pause.SAMPLES, 0.1);
            }
            if (crossed(before, images, EVALUATION_KIMG)) {
                pause(budget, TimeBudget.Pause.EVALUATION, evaluation);
            }
            if (crossed(before, images, 2)) {
                pause(budget, TimeBudget.Pause.CHECKPOINT, 0.2);
            }
            budget.stepped(images);
            if (budget.isDue(images, 10_000)) {
                if (!prepared) {
                    pause(budget, TimeBudget.Pause.PREPARATION, preparation);
                    budget.expect(TimeBudget.Pause.EVALUATION, evaluation * 1.2);
                    prepared = true;
                }
                total = budget.length(images, TRAINING, EVALUATION_KIMG);
            } else if (budget.isOver()) {
                total = images;
            }
        }
        return now + evaluation + 0.3;
    }

    private void pause(TimeBudget budget, TimeBudget.Pause pause, double seconds) {
        now += seconds;
        budget.spent(pause, seconds);
    }

    private static boolean crossed(long before, long after, double everyKimg) {
        return Math.floor(before / (1000 * everyKimg)) != Math.floor(after / (1000 * everyKimg));
    }

    @ParameterizedTest
    @CsvSource({
        "600, 0.1, 0.1, 5, 20", // steady
        "600, 0.1, 0.2, 5, 20", // a machine that becomes half as fast
        "600, 0.2, 0.1, 5, 20", // or twice
        "60, 0.02, 0.03, 2, 5", // short
        "7200, 0.5, 0.65, 30, 60", // long, and warm
        "600, 0.004, 0.004, 1, 0", // quick: the length must be found before the provisional one ends
    })
    void a_training_ends_within_a_twentieth_of_its_time(
            double time, double early, double late, double evaluation, double preparation) {
        assertThat(train(time, early, late, evaluation, preparation)).isBetween(0.95 * time, 1.05 * time);
    }

    @Test
    void a_time_is_exceeded_when_it_is_clearly_over() {
        double[] clock = {100};
        TimeBudget hundred = new TimeBudget(100, () -> clock[0]);
        assertThat(hundred.isExceeded()).isFalse();
        clock[0] = 110;
        assertThat(hundred.isExceeded()).isFalse();
        clock[0] = 112;
        assertThat(hundred.isExceeded()).isTrue();
    }

    @Test
    void a_time_too_short_for_more_ends_after_a_step() {
        assertThat(train(1, 0.5, 0.5, 5, 20)).isLessThan(35);
    }
}
