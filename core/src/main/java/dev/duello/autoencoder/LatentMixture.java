package dev.duello.autoencoder;

import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Codes distributed as a mixture of Gaussians. A latent has one number more than a code: where the last one lies among the quantiles
 * of the standard normal distribution chooses the component, as often as its weight says, and the others are standard normal within it.
 */
final class LatentMixture implements LatentDistribution {
    /** Components at most; those that are not used have no weight. */
    static final int MOST = 8;

    /** Rows of which it is fitted at most, and steps: enough for components of a tenth, in seconds. */
    private static final int ROWS = 2_000;

    private static final int ITERATIONS = 50;
    private static final double FAR = 20;

    private final int length;
    private final Tensor means;
    private final Tensor factors;
    private final Tensor inverses;
    /** Where the quantiles of the components end; the last one at the end of all. */
    private final Tensor ends;

    /** One component, the standard normal distribution, until {@link #fit}. */
    LatentMixture(int length, Device device) {
        this.length = length;
        try (CloseOnFailure opened = new CloseOnFailure();
                var _ = TensorScope.open()) {
            means = opened.add(Tensors.zeros(device, MOST, length).keep());
            factors = opened.add(Tensors.zeros(device, MOST, length, length).keep());
            inverses = opened.add(Tensors.zeros(device, MOST, length, length).keep());
            ends = opened.add(Tensors.zeros(device, MOST).fill_(FAR).keep());
            for (int k = 0; k < MOST; k++) {
                for (int i = 0; i < length; i++) {
                    cell(factors, k, i, i).fill_(1);
                    cell(inverses, k, i, i).fill_(1);
                }
            }
            opened.succeeded();
        }
    }

    private static Tensor cell(Tensor matrices, int component, int row, int column) {
        return matrices.narrow(0, component, 1).narrow(1, row, 1).narrow(2, column, 1);
    }

    @Override
    public int latentLength() {
        return length + 1;
    }

    @Override
    public void fit(Tensor codes) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            int count = Math.toIntExact(Math.min(ROWS, codes.size(0)));
            double[] flat = codes.to(Device.CPU).to(DType.FLOAT64).contiguous().toDoubles();
            double[][] rows = new double[count][length];
            for (int i = 0; i < count; i++) {
                // Spread, since folders are sorted by class.
                int from = Math.toIntExact(i * codes.size(0) / count);
                System.arraycopy(flat, from * length, rows[i], 0, length);
            }
            take(MixtureFit.best(rows, MOST, ITERATIONS));
        }
    }

    private void take(MixtureFit fit) {
        double sum = 0;
        double[] ended = new double[MOST];
        for (int k = 0; k < MOST; k++) {
            boolean used = k < fit.weights().length;
            sum += used ? fit.weights()[k] : 0;
            ended[k] = !used || k == fit.weights().length - 1 ? FAR : NormalQuantile.of(sum);
            int from = used ? k : fit.weights().length - 1;
            copy(Tensors.of(fit.means()[from], 1, length), means.narrow(0, k, 1));
            copy(Tensors.of(fit.factors()[from], 1, length, length), factors.narrow(0, k, 1));
            copy(
                    Tensors.of(LatentGaussian.inverse(fit.factors()[from], length), 1, length, length),
                    inverses.narrow(0, k, 1));
        }
        copy(Tensors.of(ended, MOST), ends);
    }

    private static void copy(Tensor from, Tensor into) {
        into.copyFrom_(from.to(DType.FLOAT32).toDeviceOf(into));
    }

    @Override
    public Tensor codes(Tensor latents) {
        Tensor noise = latents.narrow(1, 0, length);
        Tensor chosen = chosen(latents.narrow(1, length, 1));
        Tensor sum = noise.multiply(0);
        for (int k = 0; k < MOST; k++) {
            Tensor each = noise.matmul(
                            factors.narrow(0, k, 1).reshape(length, length).transpose())
                    .add(means.narrow(0, k, 1));
            sum = sum.add(each.multiply(chosen.narrow(1, k, 1)));
        }
        return sum;
    }

    /** 1 for the component of each, 0 for the others: {@code [N, MOST]}. @param last {@code [N, 1]} */
    private Tensor chosen(Tensor last) {
        // 1 from the end of a component on; a last one beyond all ends still belongs to one.
        Tensor beyond = last.subtract(ends.reshape(1, MOST)).sign().relu_();
        Tensor before = beyond.multiply(-1).add(1);
        Tensor previous = Tensors.concatenate(
                List.of(Tensors.zeros(Device.CPU, last.size(0), 1).toDeviceOf(last), before.narrow(1, 0, MOST - 1)), 1);
        return before.subtract(previous);
    }

    /** Of the component to which each code most likely belongs, in the middle of its quantiles. */
    @Override
    public Tensor latents(Tensor codes) {
        try (var _ = GradientMode.off()) {
            int count = Math.toIntExact(codes.size(0));
            float[] ended = ends.toFloats();
            Tensor found = Tensors.zeros(Device.CPU, count, length + 1).toDeviceOf(codes);
            float[] best = new float[count];
            Arrays.fill(best, Float.NEGATIVE_INFINITY);
            double before = 0;
            for (int k = 0; k < MOST; k++) {
                double until = ended[k] >= FAR ? 1 : NormalQuantile.cumulative(ended[k]);
                Tensor solved = codes.subtract(means.narrow(0, k, 1))
                        .matmul(inverses.narrow(0, k, 1).reshape(length, length).transpose());
                float[] distances = solved.square().sum(1).toFloats();
                double offset = Math.log(Math.max(until - before, 1e-300)) + logDeterminantOfInverse(k);
                double middle = NormalQuantile.of((before + until) / 2);
                for (int row = 0; row < count; row++) {
                    float score = (float) (offset - 0.5 * distances[row]);
                    if (score > best[row]) {
                        best[row] = score;
                        found.narrow(0, row, 1).narrow(1, 0, length).copyFrom_(solved.narrow(0, row, 1));
                        found.narrow(0, row, 1).narrow(1, length, 1).fill_(middle);
                    }
                }
                if (until >= 1) {
                    break;
                }
                before = until;
            }
            return found;
        }
    }

    private double logDeterminantOfInverse(int component) {
        double[] matrix = inverses.narrow(0, component, 1).to(DType.FLOAT64).toDoubles();
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += Math.log(matrix[i * length + i]);
        }
        return sum;
    }

    @Override
    public Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("means", means);
        tensors.put("factors", factors);
        tensors.put("inverses", inverses);
        tensors.put("ends", ends);
        return tensors;
    }

    @Override
    public void close() {
        means.close();
        factors.close();
        inverses.close();
        ends.close();
    }
}
