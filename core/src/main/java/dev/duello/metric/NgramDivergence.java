package dev.duello.metric;

import java.util.List;
import java.util.function.Function;

/** How differently often sequences of {@code n} characters are there on both sides: {@link Ngrams}. */
record NgramDivergence(int n) implements Metric {
    /** The texts of a side: read once for all metrics of texts. */
    static final Function<Samples, List<String>> LINES = Ngrams::lines;

    /** The sequences of a side, which are the same at each evaluation where the reals are. */
    private record Counting(int n) implements Function<Samples, Ngrams> {
        @Override
        public Ngrams apply(Samples samples) {
            return Ngrams.of(samples.once(LINES), n);
        }
    }

    @Override
    public String name() {
        return "jsd-" + n;
    }

    @Override
    public Best best() {
        return Best.LOWEST;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.texts(2);
    }

    @Override
    public boolean isBiased() {
        return true;
    }

    @Override
    public String help() {
        return n == 1
                ? "Jensen-Shannon divergence, in bits, of how often characters are there in texts, their ends being"
                        + " characters as well."
                : "The same of sequences of " + n + " characters.";
    }

    @Override
    public String good() {
        return n == 1
                ? "0 for equal shares, 1 where no character is in both; compare it with its floor."
                : "0 for equal shares, 1 where no sequence is in both; compare it with its floor.";
    }

    @Override
    public double compute(RealAndFake samples) {
        Counting counting = new Counting(n);
        return samples.real().once(counting).divergence(samples.fake().once(counting));
    }
}
