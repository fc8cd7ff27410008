package dev.duello.app.studio.runs;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a run stands. */
public enum RunStatus {
    /** A process works on it. */
    TRAINING,
    /** It reached its length or its goal, or ended by patience. */
    DONE,
    /** Somebody stopped it; it can be resumed. */
    STOPPED,
    /** It failed, or its process died. */
    CRASHED;

    /** @param stopReason what the last sitting's end says, or null when there was none */
    static RunStatus of(@Nullable String stopReason, boolean alive) {
        return switch (stopReason) {
            case null -> alive ? TRAINING : CRASHED;
            case "interrupted" -> STOPPED;
            case "failed" -> CRASHED;
            default -> DONE;
        };
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
