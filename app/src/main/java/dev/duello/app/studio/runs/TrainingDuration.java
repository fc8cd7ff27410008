package dev.duello.app.studio.runs;

import dev.duello.Durations;
import dev.duello.app.studio.http.HttpException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How long a training shall take, where that is told as a time. */
public final class TrainingDuration {
    private static final String FIELD = "for";

    private TrainingDuration() {}

    /**
     * @param text as {@code duello train --for} takes it; empty for none
     * @param settings of the training, which may not tell a length too
     * @throws HttpException when it is no time, or there are two lengths
     */
    public static Optional<Duration> of(String text, Map<String, String> settings) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        if (settings.containsKey("training.kimg") || settings.containsKey("training.anneal-kimg")) {
            throw HttpException.at(FIELD, "A time and a length in kimg were both given: leave out one of them.");
        }
        try {
            return Optional.of(Durations.parse(text));
        } catch (IllegalArgumentException e) {
            throw HttpException.at(FIELD, String.valueOf(e.getMessage()));
        }
    }
}
