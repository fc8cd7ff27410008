package dev.duello.data;

/**
 * Data that cannot be found, read, understood or written. The message is a sentence for the user that names the file,
 * what is wrong, and what to do.
 */
public class DataException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
