package dev.duello.nn;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number that goes from one value to another along half a cosine while images are seen, and stays there. Written as the number
 * when it never changes, else as {@code 2.0e-4 -> 5.0e-5}.
 */
public record Schedule(double from, double to) {
    private static final String NUMBER = "([-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?)";
    private static final Pattern TEXT = Pattern.compile("\\s*" + NUMBER + "(?:\\s*->\\s*" + NUMBER + ")?\\s*");

    public static Schedule constant(double value) {
        return new Schedule(value, value);
    }

    /**
     * @param value a number, or a text {@code from -> to}
     * @throws IllegalArgumentException when it is neither
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Schedule of(Object value) {
        if (value instanceof Number number) {
            return constant(number.doubleValue());
        }
        if (value instanceof String text) {
            Matcher matcher = TEXT.matcher(text);
            if (matcher.matches()) {
                double from = Double.parseDouble(matcher.group(1));
                return new Schedule(from, matcher.group(2) == null ? from : Double.parseDouble(matcher.group(2)));
            }
        }
        throw new IllegalArgumentException("'" + value + "' is not a number or two, as in 2e-4 -> 5e-5");
    }

    /** A number or a text, as in a file. */
    @JsonValue
    Object written() {
        return from == to ? (Object) from : from + " -> " + to;
    }

    /**
     * The value now.
     *
     * @param progress images seen as a share of those over which it changes; beyond 1 it stays
     */
    public double at(double progress) {
        return from + (to - from) * (1 - Math.cos(Math.PI * Math.clamp(progress, 0, 1))) / 2;
    }

    /** Both ends divided by two so many times. */
    public Schedule halved(int times) {
        return new Schedule(Math.scalb(from, -times), Math.scalb(to, -times));
    }

    @Override
    public String toString() {
        return written().toString();
    }

    /** The larger end. */
    public double max() {
        return Math.max(from, to);
    }

    /** The smaller end. */
    public double min() {
        return Math.min(from, to);
    }
}
