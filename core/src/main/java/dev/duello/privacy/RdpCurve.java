package dev.duello.privacy;

import java.util.Arrays;

/** The Rényi divergence of a sequence of mechanisms at each of some orders. */
public final class RdpCurve {
    private final double[] orders;
    private final double[] divergences;

    /**
     * @param orders ascending, each above 1
     * @param divergences in nats, one for each order, at least 0
     * @throws IllegalArgumentException when there are not as many of both
     */
    public RdpCurve(double[] orders, double[] divergences) {
        if (orders.length != divergences.length || orders.length == 0) {
            throw new IllegalArgumentException("There must be one divergence for each order, and at least one.");
        }
        this.orders = orders.clone();
        this.divergences = divergences.clone();
    }

    /** The divergences of the same sequence, so many times over. */
    public RdpCurve times(long count) {
        return new RdpCurve(
                orders,
                Arrays.stream(divergences).map(divergence -> count * divergence).toArray());
    }

    /** The divergences of this sequence and another together. @throws IllegalArgumentException when their orders differ */
    public RdpCurve plus(RdpCurve other) {
        if (!Arrays.equals(orders, other.orders)) {
            throw new IllegalArgumentException("Divergences of different orders do not add up.");
        }
        double[] sums = divergences.clone();
        Arrays.setAll(sums, i -> divergences[i] + other.divergences[i]);
        return new RdpCurve(orders, sums);
    }

    /**
     * What a curve gives at some delta.
     *
     * @param epsilon at least 0
     * @param order at which the bound is smallest
     * @param atEnd whether that is the first or last order, so that more orders could give a smaller epsilon; the bound
     *     holds nevertheless
     */
    public record Guarantee(double epsilon, double order, boolean atEnd) {}

    /**
     * The smallest epsilon over all orders, by proposition 12 of Canonne, Kamath and Steinke, 2020 (<a
     * href="https://arxiv.org/abs/2004.00010">arXiv:2004.00010</a>): {@code r + ln(1 - 1/a) - ln(delta a) / (a - 1)}.
     *
     * @param delta above 0 and below 1
     * @throws IllegalArgumentException when delta is out of its range
     */
    public Guarantee guarantee(double delta) {
        Accountant.requireDelta(delta);
        double least = Double.POSITIVE_INFINITY;
        int best = 0;
        for (int i = 0; i < orders.length; i++) {
            double epsilon = epsilon(orders[i], divergences[i], delta);
            if (epsilon < least) {
                least = epsilon;
                best = i;
            }
        }
        boolean atEnd = least > 0 && (best == 0 || best == orders.length - 1);
        return new Guarantee(least, orders[best], atEnd);
    }

    private static double epsilon(double order, double divergence, double delta) {
        // Bretagnolle and Huber: the total variation is at most sqrt(1 - e^-KL), and KL is not above this divergence.
        if (delta * delta > -Math.expm1(-divergence)) {
            return 0;
        }
        return Math.max(0, divergence + Math.log1p(-1 / order) - Math.log(delta * order) / (order - 1));
    }

    /**
     * The smallest delta over all orders.
     *
     * @param epsilon at least 0
     * @return in [0, 1]
     */
    public double delta(double epsilon) {
        double least = 0;
        for (int i = 0; i < orders.length; i++) {
            double order = orders[i];
            double byOrder = (order - 1) * (divergences[i] - epsilon + Math.log1p(-1 / order)) - Math.log(order);
            double byTotalVariation = Math.log(-Math.expm1(-divergences[i])) / 2;
            least = Math.min(least, Math.min(byOrder, byTotalVariation));
        }
        return Math.exp(least);
    }
}
