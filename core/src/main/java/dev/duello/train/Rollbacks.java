package dev.duello.train;

import dev.duello.learn.Alert;
import dev.duello.nn.Schedule;
import java.util.stream.Collectors;

/** How often a training that diverged may go back and try again with half the learning rates, and what it says then. */
final class Rollbacks {
    private static final int MOST = 2;

    private final Experiment experiment;
    private int count;

    Rollbacks(Experiment experiment) {
        this.experiment = experiment;
    }

    /** How often it went back so far: state to save. */
    int count() {
        return count;
    }

    void count(int count) {
        this.count = count;
    }

    /**
     * Before it goes back once more.
     *
     * @param happened when and what, as the end of a sentence
     * @param lastGood a sentence about the newest checkpoint
     * @throws DivergedException when it has gone back often enough
     */
    void permit(String happened, String lastGood) {
        if (count == MOST) {
            throw new DivergedException("Training diverged " + happened
                    + ". It had gone back and halved the learning rates " + MOST + " times already. " + lastGood
                    + " Start again with lower ones: " + rates(MOST + 1) + ".");
        }
    }

    /** What is told after it went back for the present time to where it had seen {@code images}. */
    Alert alert(String happened, long images) {
        return new Alert(
                Alert.DIVERGENCE,
                "It diverged " + happened + ".",
                "Rolled back to " + images / 1000.0 + " kimg and halved the learning rates, attempt " + count + " of "
                        + MOST + ". To start again with these: " + rates(count) + ".");
    }

    private String rates(int halvings) {
        return experiment.settings().rates().entrySet().stream()
                .map(rate -> "--set " + rate.getKey() + "="
                        + argument(rate.getValue().halved(halvings)))
                .collect(Collectors.joining(" "));
    }

    /** As one types it: what holds spaces in quotes. */
    private static String argument(Schedule rate) {
        return rate.from() == rate.to() ? rate.toString() : "'" + rate + "'";
    }
}
