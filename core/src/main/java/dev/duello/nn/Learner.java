package dev.duello.nn;

import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Anything that learns from batches of images and can be saved: the duel of a GAN, and whatever else may come. Whoever makes it
 * closes it. Not thread-safe.
 */
public interface Learner extends AutoCloseable {
    /** Which of its networks a learner samples with. */
    enum Weights {
        /** The moving average: steadier, the default. */
        AVERAGE,
        /** The network as the last step left it. */
        RAW
    }

    /**
     * Learns from one batch.
     *
     * @param images {@code [N, C, H, W]} in [-1, 1]
     * @param labels INT64 {@code [N]}; a learner that knows no classes does not look
     * @return numbers that tell how it went, in the order to show them
     */
    Map<String, Double> step(Tensor images, Tensor labels);

    /** The shape of one latent. */
    Shape latentShape();

    /**
     * Latents to sample from; of a learner that knows classes, each has one, as often as the data has it.
     *
     * @return {@code [count, latent shape]}
     */
    Tensor latents(int count, RandomStream random);

    /**
     * Makes images, each independent of its neighbours.
     *
     * @param latents {@code [N, latent shape]}
     * @return {@code [N, C, H, W]} in [-1, 1], float32
     */
    Tensor sample(Tensor latents, Weights weights);

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

    /**
     * Halves all learning rates from now on, and goes on with random numbers that were never drawn: for another try from a
     * state that was put back, whose old numbers might lead to the same end. Both are kept with the counters.
     */
    void halveRates();

    /** Where NaN or an infinity sits, as network and parameter, or null when all numbers are finite. */
    @Nullable
    String firstNonFinite();

    @Override
    void close();
}
