package dev.duello.nn;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far every {@link Schedule} of a training is, by images seen: from 0 in a straight line to 1 at a length. Where the length
 * is found only while training goes on, the line bends there: {@code hold until 3.2, 103.5 until 40, 95.1} stays at 0 for the
 * first 3.2 kimg, heads for 1 at 103.5 kimg until 40, and from there, without a jump, for 1 at 95.1 kimg.
 *
 * @param segments in their order, at least one
 */
public record Annealing(List<Segment> segments) {
    private static final String NUMBER = "([0-9.]+(?:[eE][-+]?[0-9]+)?)";
    private static final Pattern SEGMENT = Pattern.compile("(?:(hold)|" + NUMBER + ")(?: +until +" + NUMBER + ")?");

    /**
     * One straight line.
     *
     * @param kimg thousands of images at which it would reach 1; infinite to stay where it is
     * @param untilKimg where the next begins; infinite for the last
     */
    public record Segment(double kimg, double untilKimg) {}

    public Annealing {
        segments = List.copyOf(segments);
        double start = 0;
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            boolean last = i == segments.size() - 1;
            if (i > 0 && !(segment.kimg > start)
                    || !(segment.untilKimg > start)
                    || last != Double.isInfinite(segment.untilKimg)) {
                throw new IllegalArgumentException(
                        "each part must end after the one before it and lead to a length that lies beyond");
            }
            start = segment.untilKimg;
        }
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("there must be a length");
        }
    }

    /** From 0 to 1 over so many thousands of images, more than 0. */
    public static Annealing over(double kimg) {
        return new Annealing(List.of(new Segment(kimg, Double.POSITIVE_INFINITY)));
    }

    /** At 0 until a length is found, which {@link #from} then tells. */
    public static Annealing hold() {
        return over(Double.POSITIVE_INFINITY);
    }

    /**
     * @param value a number of kimg, or a text
     * @throws IllegalArgumentException when it is neither
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Annealing of(Object value) {
        if (value instanceof Number number) {
            return over(number.doubleValue());
        }
        List<Segment> segments = new ArrayList<>();
        for (String part : String.valueOf(value).split(",", -1)) {
            Matcher matcher = SEGMENT.matcher(part.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "'" + value + "' is not a number of kimg, or several as in hold until 3.2, 95.1");
            }
            segments.add(new Segment(number(matcher.group(2)), number(matcher.group(3))));
        }
        return new Annealing(segments);
    }

    private static double number(@Nullable String text) {
        return text == null ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    /** A number or a text, as in a file. */
    @JsonValue
    Object written() {
        return segments.size() == 1 && !Double.isInfinite(kimg()) ? (Object) kimg() : toString();
    }

    /** The same up to so many images; from there it heads for 1 at {@code kimg}. */
    public Annealing from(long images, double kimg) {
        double start = images / 1000.0;
        List<Segment> bent = new ArrayList<>();
        for (Segment segment : segments) {
            if (segment.untilKimg < start) {
                bent.add(segment);
            } else {
                if (start > 0) {
                    bent.add(new Segment(segment.kimg, start));
                }
                break;
            }
        }
        bent.add(new Segment(kimg, Double.POSITIVE_INFINITY));
        return new Annealing(bent);
    }

    /** Thousands of images at which it reaches 1, as far as is known; infinite where it never does. */
    public double kimg() {
        return segments.getLast().kimg;
    }

    /** Images at which the last part begins. */
    public long lastStart() {
        return segments.size() == 1 ? 0 : Math.round(1000 * segments.get(segments.size() - 2).untilKimg);
    }

    /** How far schedules are after so many images, 0 to 1. */
    public double at(long images) {
        double progress = 0;
        double start = 0;
        for (Segment segment : segments) {
            long until = Math.round(1000 * segment.untilKimg);
            double here = Math.min(images, until) - 1000 * start;
            progress = Math.min(1, progress + (1 - progress) * (here / (1000 * (segment.kimg - start))));
            if (images < until) {
                break;
            }
            start = segment.untilKimg;
        }
        return progress;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Segment segment : segments) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(Double.isInfinite(segment.kimg) ? "hold" : String.valueOf(segment.kimg));
            if (!Double.isInfinite(segment.untilKimg)) {
                text.append(" until ").append(segment.untilKimg);
            }
        }
        return text.toString();
    }
}
