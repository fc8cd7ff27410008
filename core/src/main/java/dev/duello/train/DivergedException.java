package dev.duello.train;

/** Numbers became NaN or infinite: no step can repair that. */
public final class DivergedException extends TrainingException {
    private static final long serialVersionUID = 1L;

    DivergedException(String message) {
        super(message);
    }
}
