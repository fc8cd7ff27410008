package dev.duello.privacy.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.special.Erf;

/**
 * How well scores tell members from non-members: for each threshold the share of members at or above it (true positives) and
 * of non-members (false positives). A higher score means "member".
 */
public final class RocCurve {
    /** Fewer false positives than this make a rate that chance decides. */
    private static final int FEWEST_FALSE_POSITIVES = 10;

    private final double[] members;
    private final double[] nonMembers;
    private final List<Point> points;

    /** One threshold's rates, both from 0 to 1. */
    public record Point(double falsePositiveRate, double truePositiveRate) {}

    private RocCurve(double[] members, double[] nonMembers) {
        this.members = members;
        this.nonMembers = nonMembers;
        this.points = walk();
    }

    /**
     * @param members scores, at least 1
     * @param nonMembers scores, at least 1
     * @throws IllegalArgumentException when there are none on a side, or one is not a number
     */
    public static RocCurve of(double[] members, double[] nonMembers) {
        return new RocCurve(sorted("members", members), sorted("non-members", nonMembers));
    }

    private static double[] sorted(String what, double[] scores) {
        if (scores.length == 0) {
            throw new IllegalArgumentException("There are no scores of " + what + ".");
        }
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        if (Double.isNaN(sorted[sorted.length - 1])) {
            throw new IllegalArgumentException("A score of the " + what + " is not a number.");
        }
        return sorted;
    }

    /** From the highest threshold down: equal scores are passed together. */
    private List<Point> walk() {
        List<Point> curve = new ArrayList<>(List.of(new Point(0, 0)));
        int m = members.length;
        int n = nonMembers.length;
        while (m > 0 || n > 0) {
            double threshold = Math.max(
                    m > 0 ? members[m - 1] : Double.NEGATIVE_INFINITY,
                    n > 0 ? nonMembers[n - 1] : Double.NEGATIVE_INFINITY);
            while (m > 0 && members[m - 1] == threshold) {
                m--;
            }
            while (n > 0 && nonMembers[n - 1] == threshold) {
                n--;
            }
            curve.add(new Point(1 - (double) n / nonMembers.length, 1 - (double) m / members.length));
        }
        return List.copyOf(curve);
    }

    /** The curve from (0, 0) to (1, 1), both rates rising. */
    public List<Point> points() {
        return points;
    }

    public int members() {
        return members.length;
    }

    public int nonMembers() {
        return nonMembers.length;
    }

    /** The area under the curve: the probability that a member scores higher than a non-member, ties counted as one half. */
    public double auc() {
        return mean(placements(members, nonMembers));
    }

    /**
     * Where the area lies (DeLong, DeLong and Clarke-Pearson, 1988, equation 3, with a normal approximation). When one side has a
     * single score, or all scores are in perfect order, the estimate of the variance is 0; the interval is then widened by what an
     * exact interval of the scarcer side leaves open.
     *
     * @param confidence such as 0.95
     */
    public Interval aucInterval(double confidence) {
        double auc = auc();
        double variance = variance(placements(members, nonMembers)) / members.length
                + variance(placements(nonMembers, members)) / nonMembers.length;
        double reach = Erf.erfInv(confidence) * Math.sqrt(2 * variance);
        if (variance == 0) {
            int scarcer = Math.min(members.length, nonMembers.length);
            reach = new Proportion(0, scarcer).interval(confidence).high();
        }
        return new Interval(Math.max(0, auc - reach), Math.min(1, auc + reach));
    }

    /** For each of these the share of the others that are lower, ties counted as one half; both sorted. */
    private static double[] placements(double[] these, double[] others) {
        double[] shares = new double[these.length];
        int lower = 0;
        int notHigher = 0;
        for (int i = 0; i < these.length; i++) {
            while (lower < others.length && others[lower] < these[i]) {
                lower++;
            }
            while (notHigher < others.length && others[notHigher] <= these[i]) {
                notHigher++;
            }
            shares[i] = (lower + notHigher) / 2.0 / others.length;
        }
        return shares;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double variance(double[] values) {
        if (values.length < 2) {
            return 0;
        }
        double mean = mean(values);
        return Arrays.stream(values)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / (values.length - 1);
    }

    /**
     * The most members that can be found while at most a given share of non-members is accused (Carlini et al., 2022, <a
     * href="https://arxiv.org/abs/2112.03570">arXiv:2112.03570</a>).
     *
     * @param falsePositiveRate above 0 and below 1
     */
    public OperatingPoint at(double falsePositiveRate) {
        Point best = points.getFirst();
        for (Point point : points) {
            if (point.falsePositiveRate <= falsePositiveRate * (1 + 1e-12)) {
                best = point;
            }
        }
        return new OperatingPoint(
                falsePositiveRate,
                new Proportion(Math.round(best.falsePositiveRate * nonMembers.length), nonMembers.length),
                new Proportion(Math.round(best.truePositiveRate * members.length), members.length),
                nonMembers.length * falsePositiveRate >= FEWEST_FALSE_POSITIVES * (1 - 1e-12));
    }
}
