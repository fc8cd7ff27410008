package dev.duello.data;

/** What kind of thing a sample is. */
public enum Medium {
    IMAGE("image"),
    SOUND("sound"),
    TEXT("text"),
    VOXELS("shape"),
    VIDEO("video");

    private final String singular;

    Medium(String singular) {
        this.singular = singular;
    }

    /** The word for one sample in a sentence, such as {@code "image"}. */
    public String singular() {
        return singular;
    }

    /** The word for several samples in a sentence, such as {@code "images"}. */
    public String plural() {
        return singular + "s";
    }
}
