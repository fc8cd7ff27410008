package dev.duello.data;

/** What kind of thing a sample is. */
public enum Medium {
    IMAGE("images");

    private final String plural;

    Medium(String plural) {
        this.plural = plural;
    }

    /** The word for several samples in a sentence, such as {@code "images"}. */
    public String plural() {
        return plural;
    }
}
