package dev.duello.app.studio.http;

import org.jspecify.annotations.Nullable;

/** A request that is answered with a status of its own and a sentence. */
public final class HttpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String field;

    /** @param status 400 to 599 */
    public HttpException(int status, String sentence) {
        this(status, sentence, null);
    }

    private HttpException(int status, String sentence, @Nullable String field) {
        super(sentence, null, false, false);
        this.status = status;
        this.field = field;
    }

    /** What one field of a form holds cannot be used: the page says the sentence there. @param field its key in the request */
    public static HttpException at(String field, String sentence) {
        return new HttpException(422, sentence, field);
    }

    public static HttpException malformed(String sentence) {
        return new HttpException(400, sentence);
    }

    public static HttpException notFound(String sentence) {
        return new HttpException(404, sentence);
    }

    @Nullable
    String field() {
        return field;
    }

    int status() {
        return status;
    }
}
