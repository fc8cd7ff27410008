package dev.duello.train;

import dev.duello.train.diagnosis.Diagnosis;
import java.util.List;
import java.util.Map;

/**
 * What a checkpoint holds beside tensors, as {@code state.json}.
 *
 * @param format of the folder; readers refuse a newer one
 * @param version of Duello that wrote it
 * @param images seen
 * @param seconds of training so far
 * @param batches images drawn from the data
 * @param data fingerprint of the images that it was trained on
 * @param learner the learner's counters
 * @param rollbacks how often the training diverged and went back to an older checkpoint
 * @param watched all values of the watched metric, the oldest first
 * @param diagnosis what was read and noticed
 * @param experiment as it was
 * @param hashes the {@link Checksum} of each other file, by name
 */
record CheckpointState(
        int format,
        String version,
        long images,
        double seconds,
        long batches,
        String data,
        Map<String, Long> learner,
        int rollbacks,
        List<Double> watched,
        Diagnosis.State diagnosis,
        Experiment experiment,
        Map<String, String> hashes) {
    /** The second has the optimisers' numbers in the order in which kernels lie in memory, channels innermost. */
    static final int FORMAT = 2;
}
