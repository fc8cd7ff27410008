package dev.duello.app.serve;

/** A request that is refused, with the status and the sentence that the client gets. */
final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int retryAfterSeconds;

    private ServiceException(int status, String sentence, int retryAfterSeconds) {
        super(sentence, null, false, false);
        this.status = status;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    ServiceException(int status, String sentence) {
        this(status, sentence, 0);
    }

    static ServiceException malformed(String sentence) {
        return new ServiceException(400, sentence);
    }

    /** The line is full. */
    static ServiceException busy(int retryAfterSeconds) {
        return new ServiceException(429, "Too many images are waiting to be made already.", retryAfterSeconds);
    }

    int status() {
        return status;
    }

    /** Seconds after which it is worth another try; 0 when it is not. */
    int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
