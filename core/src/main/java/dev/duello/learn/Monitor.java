package dev.duello.learn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;

/**
 * Follows a training of one kind of learner and reports what begins to go wrong. It changes nothing in the learner. Not
 * thread-safe.
 */
public interface Monitor {
    /** For learners that nothing is known to go wrong with, but what every training checks. */
    Monitor NONE = new Monitor() {
        @Override
        public List<Alert> read(long samplesSeen) {
            return List.of();
        }

        @Override
        public List<Alert> evaluated(List<String> missingClasses) {
            return List.of();
        }

        @Override
        public long calmUntil() {
            return 0;
        }

        @Override
        public JsonNode state() {
            return NullNode.getInstance();
        }

        @Override
        public void restore(JsonNode state) {}
    };

    /** Thousands of samples between two readings: then they cost about one per cent of the training. */
    double KIMG = 4;

    /** Takes a reading of the learner as it is now, and gives the symptoms that begin with it. */
    List<Alert> read(long samplesSeen);

    /**
     * Takes an evaluation into account and gives the symptoms that begin with it.
     *
     * @param missingClasses that the samples lack, as a classifier sees it; empty when nothing tells classes
     */
    List<Alert> evaluated(List<String> missingClasses);

    /** Samples seen at the newest reading of which no divergence that may be reported next has part; 0 before. */
    long calmUntil();

    /** What to save. */
    JsonNode state();

    /**
     * Continues as if it had come so far. Fields that are missing or unknown are those of another version.
     *
     * @throws IllegalArgumentException when it is no state of such a monitor
     */
    void restore(JsonNode state);
}
