package dev.duello.train;

/** Settings that are unknown, of the wrong type or out of range; the message names the key and where it stands. */
public final class ExperimentException extends TrainingException {
    private static final long serialVersionUID = 1L;

    public ExperimentException(String message) {
        super(message);
    }
}
