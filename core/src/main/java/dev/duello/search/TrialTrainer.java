package dev.duello.search;

import java.nio.file.Path;
import java.util.List;

/** Trains the trials of a study; several threads may ask for several trials at a time. */
public interface TrialTrainer {
    /**
     * Trains a trial to a length, going on from where it is.
     *
     * @return what was measured from the beginning on
     */
    Outcome train(Job job) throws InterruptedException;

    /** Asks what is being trained to end early. May be called from any thread. */
    default void stop() {}

    /**
     * What to train.
     *
     * @param kimg the length
     * @param folder of the trial, which exists
     */
    record Job(Trial trial, int rung, double kimg, Path folder) {}

    /**
     * What came of it.
     *
     * @param curve empty for a trial that failed
     * @param trouble why it must not go on, as a sentence; empty when nothing is wrong
     * @param isInterrupted whether somebody ended it early, so that it is to be gone on with
     */
    record Outcome(List<StudyEvent.Measured> curve, String trouble, boolean isInterrupted) {}
}
