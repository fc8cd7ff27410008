package dev.duello.privacy;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** Sums of single steps take nearly all of the time, and one question after another asks for the same steps. */
    private static final int KEPT = 8;

    private final double[] orders;

    private final Map<GaussianSteps, double[]> singleSteps = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<GaussianSteps, double[]> eldest) {
            return size() > KEPT;
        }
    });

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
            double[] each = singleSteps.computeIfAbsent(steps.times(1), this::divergences);
            for (int i = 0; i < orders.length; i++) {
                sums[i] += steps.steps() * each[i];
            }
        }
        return new RdpCurve(orders, sums);
    }

    private double[] divergences(GaussianSteps step) {
        return Arrays.stream(orders)
                .map(order -> SampledGaussianRdp.epsilon(step.samplingRate(), step.noiseMultiplier(), order))
                .toArray();
    }

    @Override
    public double epsilon(List<GaussianSteps> history, double delta) {
        return curve(history).guarantee(delta).epsilon();
    }
}
