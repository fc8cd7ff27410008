package dev.duello.learn;

import dev.duello.nn.Adam;
import dev.duello.torch.RandomStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * How far a learner is: samples seen, steps and halvings of its optimizers, and positions of its random streams. What belongs to a
 * checkpoint besides tensors, for learners that keep nothing else.
 */
public final class LearnerProgress {
    /** Further than any training draws. */
    private static final long UNDRAWN = 1L << 40;

    private static final String SAMPLES = "samples-seen";
    private static final String HALVINGS = "rate-halvings";

    private final Map<String, Adam> optimizers;
    private final List<RandomStream> streams;
    private long samplesSeen;

    /**
     * @param optimizers by the names of the counters of their steps
     * @param streams all that the learner draws from, those of its gradient rules as well
     */
    public LearnerProgress(SequencedMap<String, Adam> optimizers, List<RandomStream> streams) {
        this.optimizers = new LinkedHashMap<>(optimizers);
        this.streams = List.copyOf(streams);
    }

    /** Of a learner with a single optimizer. */
    public static LearnerProgress of(Adam optimizer, List<RandomStream> streams) {
        return new LearnerProgress(new LinkedHashMap<>(Map.of("steps", optimizer)), streams);
    }

    public long samplesSeen() {
        return samplesSeen;
    }

    /** Counts the samples of a step. */
    public void saw(int samples) {
        samplesSeen += samples;
    }

    /** See {@link Learner#counters}. */
    public Map<String, Long> counters() {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put(SAMPLES, samplesSeen);
        optimizers.forEach((name, optimizer) -> counters.put(name, optimizer.steps()));
        counters.put(HALVINGS, (long) halvings());
        streams.forEach(stream -> counters.put(stream.name(), stream.position()));
        return counters;
    }

    /** See {@link Learner#restoreCounters}. @throws IllegalArgumentException when a counter is missing */
    public void restore(Map<String, Long> counters) {
        samplesSeen = Learner.counter(counters, SAMPLES);
        optimizers.forEach((name, optimizer) -> optimizer.steps(Learner.counter(counters, name)));
        halvings(Math.toIntExact(Learner.counter(counters, HALVINGS)));
        streams.forEach(stream -> stream.position(Learner.counter(counters, stream.name())));
    }

    /** See {@link Learner#halveRates}. */
    public void halveRates() {
        streams.forEach(stream -> stream.position(stream.position() + UNDRAWN));
        halvings(halvings() + 1);
    }

    private int halvings() {
        return optimizers.values().iterator().next().rateHalvings();
    }

    private void halvings(int halvings) {
        optimizers.values().forEach(optimizer -> optimizer.rateHalvings(halvings));
    }
}
