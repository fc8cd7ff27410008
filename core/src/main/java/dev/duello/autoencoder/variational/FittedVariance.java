package dev.duello.autoencoder.variational;

import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Map;

/** The variance of a Gaussian reconstruction outside of training steps: a running mean of those of batches. Whoever makes it closes it. */
final class FittedVariance implements AutoCloseable {
    /** The share of a step. */
    private static final double NEW = 0.1;

    private static final double NOTHING_YET = 0;

    private final Tensor variance;

    /** @param fixed the one that stays; 0 for none yet */
    FittedVariance(double fixed) {
        try (var _ = TensorScope.open()) {
            variance = Tensors.zeros(Device.CPU, 1)
                    .fill_(fixed > 0 ? fixed : NOTHING_YET)
                    .keep();
        }
    }

    /** Takes in that of a batch. */
    void follow(double ofBatch) {
        double before = variance.item();
        try (var _ = GradientMode.off()) {
            variance.fill_(before == NOTHING_YET ? ofBatch : before + NEW * (ofBatch - before));
        }
    }

    /** More than 0. */
    double value() {
        double value = variance.item();
        return value == NOTHING_YET ? 1 : Math.max(OutputVariance.SMALLEST, value);
    }

    /** What to save; writing into it restores. */
    Map<String, Tensor> tensors() {
        return Map.of("variance", variance);
    }

    @Override
    public void close() {
        variance.close();
    }
}
