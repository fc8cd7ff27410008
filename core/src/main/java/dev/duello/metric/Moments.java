package dev.duello.metric;

import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The mean and the covariance of features, in float64: all that the Fréchet distance needs to know of a data set. Whoever
 * makes it closes it; its tensors live until then.
 */
public final class Moments implements AutoCloseable {
    /** Those of samples' features. */
    static final Function<Samples, Moments> OF_FEATURES = samples -> Moments.of(samples.features());

    private static final int ROWS_AT_ONCE = 4096;

    private final long count;
    private final Tensor mean;
    private final Tensor covariance;

    private Moments(long count, Tensor mean, Tensor covariance) {
        this.count = count;
        this.mean = mean;
        this.covariance = covariance;
    }

    /**
     * Of features that are all there.
     *
     * @param features {@code [N, d]}, N at least 2
     * @throws IllegalArgumentException when there are too few, or a number is not finite
     */
    public static Moments of(Tensor features) {
        try (Accumulator accumulator = new Accumulator()) {
            long rows = features.shape().length == 2 ? features.size(0) : 0;
            for (long start = 0; start < Math.max(1, rows); start += ROWS_AT_ONCE) {
                try (var _ = TensorScope.open()) {
                    accumulator.add(
                            rows <= ROWS_AT_ONCE
                                    ? features
                                    : features.narrow(0, start, Math.min(ROWS_AT_ONCE, rows - start)));
                }
            }
            return accumulator.moments();
        }
    }

    /**
     * Of numbers computed before, such as those kept in a file; they are copied.
     *
     * @param count how many features they summarize, at least 2
     * @param mean {@code [d]}
     * @param covariance {@code [d, d]}, symmetric, divided by {@code count - 1}
     * @throws IllegalArgumentException when the shapes don't fit or a number is not finite
     */
    public static Moments of(long count, Tensor mean, Tensor covariance) {
        long width = mean.elements();
        if (count < 2
                || !Arrays.equals(mean.shape(), new long[] {width})
                || !Arrays.equals(covariance.shape(), new long[] {width, width})) {
            throw new IllegalArgumentException("Moments need a count of at least 2, a mean [d] and a covariance [d, d];"
                    + " these are " + count + ", " + Arrays.toString(mean.shape()) + " and "
                    + Arrays.toString(covariance.shape()) + ".");
        }
        try (var _ = TensorScope.open()) {
            return new Moments(
                    count,
                    Features.finite("means", mean).to(DType.FLOAT64).copy().keep(),
                    Features.finite("covariances", covariance)
                            .to(DType.FLOAT64)
                            .copy()
                            .keep());
        }
    }

    /** How many features were seen. */
    public long count() {
        return count;
    }

    /** {@code [d]}, float64. */
    public Tensor mean() {
        return mean;
    }

    /** {@code [d, d]}, float64, symmetric: the sum of squared deviations divided by {@code count - 1}. */
    public Tensor covariance() {
        return covariance;
    }

    @Override
    public void close() {
        mean.close();
        covariance.close();
    }

    /**
     * Gathers moments batch by batch and holds no features: memory is {@code d^2} numbers. Batches are merged by their
     * deviations (Chan, Golub and LeVeque, 1979), so that a mean far from zero costs no digits. Whoever makes it closes it;
     * not thread-safe.
     */
    public static final class Accumulator implements AutoCloseable {
        private long count;
        private @Nullable Tensor mean;
        private @Nullable Tensor scatter;

        /**
         * @param features {@code [n, d]}, n at least 1, d as before
         * @throws IllegalArgumentException when the width differs or a number is not finite; nothing was added then
         */
        public void add(Tensor features) {
            try (var _ = TensorScope.open();
                    var _ = GradientMode.off()) {
                Tensor batch = Features.matrix("features", features, 1);
                Tensor batchMean = Features.mean(batch);
                Tensor deviations = batch.subtract(batchMean);
                add(batch.size(0), batchMean, deviations.transpose().matmul(deviations), 1);
            }
        }

        /**
         * Adds all features that were summarized before, on another machine for example. Parts that are added in the same order
         * give the same bits.
         *
         * @throws IllegalArgumentException when the width differs; nothing was added then
         */
        public void add(Moments part) {
            try (var _ = TensorScope.open();
                    var _ = GradientMode.off()) {
                add(part.count, part.mean, part.covariance, part.count - 1);
            }
        }

        /** @param batchScatter times {@code factor}: the sum of the products of deviations from {@code batchMean} */
        private void add(long rows, Tensor batchMean, Tensor batchScatter, double factor) {
            long width = batchMean.size(0);
            Tensor mean = this.mean != null ? this.mean : zeros(width);
            Tensor scatter = this.scatter != null ? this.scatter : zeros(width, width);
            Features.requireSameWidth(mean.size(0), width);
            Tensor shift = batchMean.subtract(mean);
            scatter.add_(batchScatter, factor);
            scatter.addProduct_(
                    shift.reshape(width, 1), shift.reshape(1, width), (double) count * rows / (count + rows));
            mean.add_(shift, (double) rows / (count + rows));
            count += rows;
            if (this.mean == null) {
                this.mean = mean.keep();
                this.scatter = scatter.keep();
            }
        }

        /** How many features were added. */
        public long count() {
            return count;
        }

        /**
         * The moments of all that was added so far; the caller closes them, and may go on adding here.
         *
         * @throws IllegalArgumentException when fewer than two features were added
         */
        public Moments moments() {
            if (mean == null || scatter == null || count < 2) {
                throw new IllegalArgumentException("A covariance needs at least 2 features, not " + count + ".");
            }
            try (var _ = TensorScope.open()) {
                Tensor covariance = scatter.add(scatter.transpose()).multiply_(0.5 / (count - 1));
                return new Moments(count, mean.copy().keep(), covariance.keep());
            }
        }

        @Override
        public void close() {
            if (mean != null && scatter != null) {
                mean.close();
                scatter.close();
                mean = null;
                scatter = null;
                count = 0;
            }
        }

        private static Tensor zeros(long... shape) {
            return Tensors.zeros(Device.CPU, shape).to(DType.FLOAT64);
        }
    }
}
