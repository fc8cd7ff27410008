package dev.duello.torch;

/** The native library is missing, refuses a device, or failed in an operation; the message is a sentence for people. */
public final class TorchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TorchException(String message) {
        super(message);
    }

    public TorchException(String message, Throwable cause) {
        super(message, cause);
    }
}
