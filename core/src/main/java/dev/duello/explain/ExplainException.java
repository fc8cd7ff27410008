package dev.duello.explain;

/** What cannot be explained, as a sentence that says why and what to do. */
public final class ExplainException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ExplainException(String message) {
        super(message);
    }
}
