package dev.duello.nn;

/** Layers that do not fit each other or the data; the message says which and why. */
public final class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ShapeException(String message) {
        super(message);
    }
}
