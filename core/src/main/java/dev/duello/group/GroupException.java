package dev.duello.group;

/** The group cannot go on: a process is gone, does not answer, or said why it cannot. The message is a sentence for a person. */
public final class GroupException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public GroupException(String message) {
        super(message);
    }

    public GroupException(String message, Throwable cause) {
        super(message, cause);
    }
}
