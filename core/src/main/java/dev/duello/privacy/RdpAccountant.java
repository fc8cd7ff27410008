package dev.duello.privacy;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The accountant by Rényi differential privacy: divergences of steps add up at each order, and the best order gives epsilon
 * (Mironov, 2017, <a href="https://arxiv.org/abs/1702.07476">arXiv:1702.07476</a>). An upper bound, a little loose, and fast.
 */
public final class RdpAccountant implements Accountant {
    private static final double[] USUAL_ORDERS = DoubleStream.concat(
                    IntStream.rangeClosed(11, 109).mapToDouble(tenths -> tenths / 10.0),
                    DoubleStream.concat(
                            IntStream.rangeClosed(11, 64).asDoubleStream(),
                            DoubleStream.of(80, 96, 128, 192, 256, 384, 512, 1024)))
            .toArray();

    private final double[] orders;

    /** With orders from 1.1 to 1,024. */
    public RdpAccountant() {
        this(USUAL_ORDERS);
    }

    /**
     * @param orders ascending, each above 1
     * @throws IllegalArgumentException when there are none, or they are not as they should be
     */
    public RdpAccountant(double... orders) {
        for (int i = 0; i < orders.length; i++) {
            if (!(orders[i] > (i == 0 ? 1 : orders[i - 1])) || Double.isInfinite(orders[i])) {
                throw new IllegalArgumentException("Orders must be finite, above 1 and ascending.");
            }
        }
        if (orders.length == 0) {
            throw new IllegalArgumentException("An accountant needs at least one order.");
        }
        this.orders = orders.clone();
    }

    @Override
    public String name() {
        return "RDP 1 (sampled Gaussian; Mironov, Talwar and Zhang 2019; conversion of Canonne, Kamath and Steinke"
                + " 2020)";
    }

    /** The divergences of all steps together; converting it for many deltas costs next to nothing. */
    public RdpCurve curve(List<GaussianSteps> history) {
        double[] sums = new double[orders.length];
        for (GaussianSteps steps : history) {
            for (int i = 0; i < orders.length; i++) {
                sums[i] += steps.steps()
                        * SampledGaussianRdp.epsilon(steps.samplingRate(), steps.noiseMultiplier(), orders[i]);
            }
        }
        return new RdpCurve(orders, sums);
    }

    @Override
    public double epsilon(List<GaussianSteps> history, double delta) {
        return curve(history).guarantee(delta).epsilon();
    }
}
