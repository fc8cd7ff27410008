package dev.duello.data.source;

import dev.duello.data.DataException;

/** A name that is no data set, and no path of anything that exists. */
public final class UnknownDataException extends DataException {
    private static final long serialVersionUID = 1L;

    private final String given;

    public UnknownDataException(String given, String message) {
        super(message);
        this.given = given;
    }

    /** The name or path as it was given. */
    public String given() {
        return given;
    }
}
