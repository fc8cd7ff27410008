package dev.duello;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them. */
public final class Durations {
    private static final Pattern TIME =
            Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m(?:in)?)?(?:(\\d{1,6})s)?");

    private Durations() {}

    /**
     * Reads a time such as {@code 10m}, {@code 1h30m} or {@code 90s}.
     *
     * @return more than nothing
     * @throws IllegalArgumentException with a sentence, when it is none
     */
    public static Duration parse(String text) {
        Matcher matcher = TIME.matcher(text.strip().replace(" ", ""));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a time: write it such as 10m, 1h30m or 90s.");
        }
        Duration time = Duration.ofDays(part(matcher, 1))
                .plusHours(part(matcher, 2))
                .plusMinutes(part(matcher, 3))
                .plusSeconds(part(matcher, 4));
        if (time.isZero()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no time at all: write one such as 10m, 1h30m or 90s.");
        }
        return time;
    }

    private static long part(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
    }
}
