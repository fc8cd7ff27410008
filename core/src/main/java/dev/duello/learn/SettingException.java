package dev.duello.learn;

/** Settings that are unknown, of the wrong type or out of range; the message begins with the key. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingException(String message) {
        super(message);
    }

    /**
     * @param range what the value must be, as the end of the sentence
     * @throws SettingException unless {@code holds}
     */
    public static void require(boolean holds, String key, Number value, String range) {
        if (!holds) {
            throw new SettingException(key + ": " + value + " is out of range: " + range + ".");
        }
    }
}
