package dev.duello.metric;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which share of the words of fakes is there in the reals: sequences of letters, whether large or small. */
final class KnownWords implements Metric {
    /** Letters with their accents, where these are characters of their own; an apostrophe belongs to a word. */
    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{M}'’]*");

    @Override
    public String name() {
        return "known-words";
    }

    @Override
    public Best best() {
        return Best.HIGHEST;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.texts(1);
    }

    @Override
    public boolean isBiased() {
        return true;
    }

    @Override
    public String help() {
        return "Share of the words in fake texts that are there in real ones.";
    }

    @Override
    public String good() {
        return "1 where all are; of names, which are words themselves, more than its floor means copies.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return share(samples.real().once(NgramDivergence.LINES), samples.fake().once(NgramDivergence.LINES));
    }

    /** 0 where the fakes have no words. */
    static double share(List<String> reals, List<String> fakes) {
        Set<String> known = new HashSet<>();
        reals.forEach(text -> words(text, known::add));
        long[] counts = new long[2];
        fakes.forEach(text -> words(text, word -> {
            counts[0]++;
            counts[1] += known.contains(word) ? 1 : 0;
        }));
        return counts[0] == 0 ? 0 : (double) counts[1] / counts[0];
    }

    private static void words(String text, Consumer<String> to) {
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            to.accept(matcher.group().toLowerCase(Locale.ROOT));
        }
    }
}
