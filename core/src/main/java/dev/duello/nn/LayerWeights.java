package dev.duello.nn;

import dev.duello.torch.DType;
import dev.duello.torch.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a layer sees of its network during one pass: its own parameters, the mode, and the type to compute in. */
public record LayerWeights(Map<String, Tensor> byName, Mode mode, DType compute) {
    /** Whether a pass trains or uses the network. */
    public enum Mode {
        /** Normalise by the batch and move the running statistics. */
        TRAIN,
        /** Normalise by the running statistics: each sample's result is independent of its neighbours. */
        EVALUATE
    }

    /** The parameter as it is stored, float32. */
    Tensor stored(String name) {
        Tensor tensor = byName.get(name);
        if (tensor == null) {
            throw new IllegalStateException("no parameter '" + name + "' among " + byName.keySet());
        }
        return tensor;
    }

    /** The parameter in the type to compute in. */
    Tensor weight() {
        return stored("weight").to(compute);
    }

    /** The bias in the type to compute in, or null for a layer without one. */
    @Nullable
    Tensor bias() {
        Tensor bias = byName.get("bias");
        return bias == null ? null : bias.to(compute);
    }
}
