package dev.duello.metric;

import dev.duello.data.SampleFormat;
import dev.duello.data.text.TextFormat;
import dev.duello.torch.RandomStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The simple method that generated texts are compared with: each character is drawn by how often it follows the {@code n - 1} before it
 * in the texts that the model was made of (a Markov chain, estimated by maximum likelihood, without smoothing). Immutable.
 */
public final class NgramModel {
    private static final int END = 0;

    private final int n;
    private final Map<String, Followers> followers = new HashMap<>();

    /** What follows one context, and how often up to and including each. */
    private record Followers(int[] points, long[] upTo) {
        int draw(SplittableRandom random) {
            long place = random.nextLong(upTo[upTo.length - 1]);
            int found = Arrays.binarySearch(upTo, place + 1);
            return points[found < 0 ? -found - 1 : found];
        }
    }

    /**
     * @param n characters that are looked at, the one that is drawn among them, 1 or more
     * @param texts at least one
     */
    public NgramModel(List<String> texts, int n) {
        this.n = n;
        Map<String, TreeMap<Integer, Long>> counts = new HashMap<>();
        for (String text : texts) {
            String context = "";
            for (int point : text.codePoints().toArray()) {
                counts.computeIfAbsent(context, _ -> new TreeMap<>()).merge(point, 1L, Long::sum);
                context = moved(context, point);
            }
            counts.computeIfAbsent(context, _ -> new TreeMap<>()).merge(END, 1L, Long::sum);
        }
        counts.forEach((context, next) -> {
            int[] points = next.keySet().stream().mapToInt(Integer::intValue).toArray();
            long[] upTo = next.values().stream().mapToLong(Long::longValue).toArray();
            Arrays.parallelPrefix(upTo, Long::sum);
            followers.put(context, new Followers(points, upTo));
        });
    }

    /** The model of the texts of one side. @throws IllegalArgumentException when they are no texts */
    public static NgramModel of(Samples samples, int n) {
        return new NgramModel(samples.once(NgramDivergence.LINES), n);
    }

    /** The last {@code n - 1} characters; fewer at the beginning of a text, which so is a context of its own. */
    private String moved(String context, int point) {
        String longer = context + Character.toString(point);
        int there = longer.codePointCount(0, longer.length());
        return there < n ? longer : longer.substring(longer.offsetByCodePoints(0, there - n + 1));
    }

    /**
     * Draws texts.
     *
     * @param longest characters after which a text ends, whatever would follow
     */
    public List<String> sample(int count, int longest, SplittableRandom random) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            String context = "";
            for (int length = 0; length < longest; length++) {
                Followers next = followers.get(context);
                int point = next == null ? END : next.draw(random);
                if (point == END) {
                    break;
                }
                text.appendCodePoint(point);
                context = moved(context, point);
            }
            texts.add(text.toString());
        }
        return texts;
    }

    /** Texts of the format, drawn with a seed, to be measured as fakes are. */
    public ImageSource source(TextFormat format, int count, long seed) {
        byte[] stored =
                format.stored(sample(count, format.length(), new RandomStream("ngram-model", seed).javaRandom()));
        return new ImageSource() {
            @Override
            public SampleFormat format() {
                return format;
            }

            @Override
            public int count() {
                return count;
            }

            @Override
            public void fill(int start, int some, MemorySegment target) {
                MemorySegment.copy(
                        MemorySegment.ofArray(stored),
                        (long) start * format.bytes(),
                        target,
                        0,
                        (long) some * format.bytes());
            }
        };
    }
}
