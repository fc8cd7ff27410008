package dev.duello.app.studio.http;

/** A request that is answered with a status of its own and a sentence. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status 400 to 599 */
    public Refusal(int status, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
    }

    public static Refusal malformed(String sentence) {
        return new Refusal(400, sentence);
    }

    public static Refusal notFound(String sentence) {
        return new Refusal(404, sentence);
    }

    int status() {
        return status;
    }
}
