package dev.duello.learn;

import dev.duello.data.Batch;
import dev.duello.data.Dataset;
import dev.duello.nn.Annealing;
import dev.duello.torch.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model in training that learns from batches of samples and can be saved, such as a GAN. Whoever makes it closes it. Not thread-safe.
 */
public interface Learner extends AutoCloseable {
    /**
     * Learns from one batch.
     *
     * @param batch on the device of the learner; one that knows no classes ignores its labels
     * @return the step's statistics by their keys, in the order to show them
     */
    Map<String, Double> step(Batch batch);

    /**
     * Whether a step looks at no other samples of a batch than those that its gradient rule asks for. In a group of processes the others
     * then need not be read. Of labels it may always look at all.
     */
    default boolean seesOnlyWhatIsAsked() {
        return false;
    }

    /**
     * Looks at the training samples once, before the first step of a training; not after a resume, so that what it found is
     * among {@link #tensors}. Where {@link LearnerSettings#privacy} promises something, this look is part of the promise.
     *
     * @param samples that it learns from
     */
    default void begin(Dataset samples) {}

    /**
     * Computes from the training samples what the model needs besides the weights that steps change, such as how the latents
     * of an autoencoder are distributed. Called before the model is used or saved; a second call without a step between changes
     * nothing, and training does not depend on it. What it computes is a function of the samples: a rule that promises privacy
     * for gradients promises nothing for it.
     *
     * @param samples that it learns from
     */
    default void prepare(Dataset samples) {}

    /** What it has learned so far: always the present weights. It belongs to this learner. */
    Model model();

    /** All tensors that must be saved, by file and name; their memory is the learner's own, so writing into them restores. */
    Map<String, Map<String, Tensor>> tensors();

    /** Text to be written into the header of each file of {@link #tensors}, by file and key, such as a network's architecture. */
    default Map<String, Map<String, String>> metadata() {
        return Map.of();
    }

    /** All numbers that must be saved beside the tensors, such as steps taken and positions of random streams. */
    Map<String, Long> counters();

    /**
     * Puts back what {@link #counters()} gave. A counter that was added later is taken to be what it was before there was it.
     *
     * @throws IllegalArgumentException when one is missing that was always there; the message names it
     */
    void restoreCounters(Map<String, Long> counters);

    /** One of the counters to restore. @throws IllegalArgumentException naming it, when it is missing */
    static long counter(Map<String, Long> counters, String name) {
        Long value = counters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The counter '" + name + "' is missing.");
        }
        return value;
    }

    /** Lays out the schedules anew for the steps to come. */
    void annealing(Annealing annealing);

    /**
     * Halves all learning rates from now on, and goes on with random numbers that were never drawn: for another try from a
     * state that was put back, whose old numbers might lead to the same end. Both are kept with the counters.
     */
    void halveRates();

    /** Where NaN or an infinity is, as network and parameter, or null when all numbers are finite. */
    @Nullable
    String firstNonFinite();

    /**
     * What follows this training and reports what goes wrong.
     *
     * @param samples that it learns from, with a held-out part that it never sees where there is one
     */
    default Monitor monitor(Dataset samples, long seed) {
        return Monitor.NONE;
    }

    @Override
    void close();
}
