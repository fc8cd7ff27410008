package dev.duello.nn;

/** Whether a pass trains or uses a network. */
public enum Mode {
    /** Normalize by the batch and move the running statistics; drop out. */
    TRAIN,
    /** Normalize by the running statistics and drop nothing: each sample's result is independent of its neighbors. */
    EVALUATE
}
