package dev.duello.search;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Proposes the next point of a space. */
public interface Sampler {
    /**
     * @param history what was tried, in the order in which it was begun
     * @param random the only source of chance, so that the same state and history give the same point
     */
    Map<String, Double> propose(Space space, List<Observation> history, RandomGenerator random);

    /** Looks at nothing that was tried. */
    Sampler RANDOM = (space, _, random) -> space.random(random);

    /**
     * One trial as a sampler sees it. Of two, the one that came further is better, and among those that came equally far the one
     * of the lower badness: what was ended early is worse than what was worth going on with.
     *
     * @param rung the last that was reached; -1 for a trial that failed before the first
     * @param badness there, lower is better; of no meaning while it runs
     * @param isRunning whether there is no result yet
     */
    record Observation(Map<String, Double> point, int rung, double badness, boolean isRunning) {
        public Observation {
            point = Map.copyOf(point);
        }

        /** The result of a trial that came to its end. */
        public static Observation of(Map<String, Double> point, double badness) {
            return new Observation(point, 0, badness, false);
        }
    }
}
