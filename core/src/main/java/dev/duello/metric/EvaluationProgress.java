package dev.duello.metric;

/** Receives the progress of the slow parts of an evaluation, on the thread that evaluates. */
@FunctionalInterface
public interface EvaluationProgress {
    /** For whoever does not want to know. */
    EvaluationProgress NONE = (_, _, _) -> {};

    /**
     * Called at the start of a part, after every few hundred images, and at its end.
     *
     * @param part what is being done, such as {@code extracting features (fakes)}
     * @param done images so far
     * @param total images at the end
     */
    void update(String part, long done, long total);
}
