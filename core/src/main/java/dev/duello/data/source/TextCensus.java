package dev.duello.data.source;

import dev.duello.data.text.Alphabet;
import dev.duello.data.text.TextFormat;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A first look at texts: how common characters and lengths are, and from these the format, by the rules told at {@link LoadOptions}. */
final class TextCensus {
    private static final int USUAL_LENGTH = 32;
    /** The share of texts that the length must hold whole. */
    private static final double WHOLE = 0.99;
    /** A character that is there less often than once in so many texts is rare. */
    private static final int RARE = 5_000;

    private final Map<Integer, Long> characters = new HashMap<>();
    private final TreeMap<Integer, Long> lengths = new TreeMap<>();
    private long lines;

    void add(String line) {
        lines++;
        lengths.merge(line.codePointCount(0, line.length()), 1L, Long::sum);
        line.codePoints().forEach(point -> characters.merge(point, 1L, Long::sum));
    }

    void add(TextCensus other) {
        lines += other.lines;
        other.lengths.forEach((length, count) -> lengths.merge(length, count, Long::sum));
        other.characters.forEach((point, count) -> characters.merge(point, count, Long::sum));
    }

    /** How many lines were counted. */
    long lines() {
        return lines;
    }

    int longest() {
        return lengths.isEmpty() ? 0 : lengths.lastKey();
    }

    long longerThan(int length) {
        return lengths.tailMap(length, false).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    TextFormat format(LoadOptions options) {
        Integer length = options.length();
        String alphabet = options.alphabet();
        return new TextFormat(
                length == null ? length() : length, alphabet == null ? alphabet() : new Alphabet(alphabet));
    }

    private int length() {
        long reached = 0;
        for (Map.Entry<Integer, Long> each : lengths.entrySet()) {
            reached += each.getValue();
            if (reached >= WHOLE * lines) {
                return Math.clamp(each.getKey(), TextFormat.SHORTEST, USUAL_LENGTH);
            }
        }
        return USUAL_LENGTH;
    }

    /** The characters in the order of their numbers, and the replacement where some are left out. */
    private Alphabet alphabet() {
        long least = lines / RARE;
        int most = Alphabet.MOST - 1;
        StringBuilder kept = new StringBuilder();
        commonest(null).entrySet().stream()
                .filter(each -> each.getValue() >= least)
                .limit(most)
                .map(Map.Entry::getKey)
                .filter(point -> point != Alphabet.REPLACEMENT)
                .sorted()
                .forEach(kept::appendCodePoint);
        int count = kept.codePointCount(0, kept.length());
        if (count < characters.size() || count == 0) {
            kept.appendCodePoint(Alphabet.REPLACEMENT);
        }
        return new Alphabet(kept.toString());
    }

    /** Characters that an alphabet does not have and how often each is there, the commonest first. */
    Map<Integer, Long> without(Alphabet alphabet) {
        return commonest(alphabet);
    }

    private Map<Integer, Long> commonest(@Nullable Alphabet except) {
        Map<Integer, Long> ordered = new LinkedHashMap<>();
        String known = except == null ? "" : except.characters();
        characters.entrySet().stream()
                .filter(each -> known.indexOf(each.getKey()) < 0)
                .sorted(Map.Entry.<Integer, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(each -> ordered.put(each.getKey(), each.getValue()));
        return ordered;
    }
}
