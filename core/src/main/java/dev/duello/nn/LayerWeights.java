package dev.duello.nn;

import dev.duello.torch.DType;
import dev.duello.torch.Tensor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a layer sees of its network during one pass.
 *
 * @param byName its own parameters
 * @param compute the type to compute in
 * @param classes the class of each sample, {@code [N, classes]}, 0 but for a 1; null in a network that knows none
 */
public record LayerWeights(
        Map<String, Tensor> byName,
        Mode mode,
        DType compute,
        @Nullable Tensor classes) {
    /** Whether a pass trains or uses the network. */
    public enum Mode {
        /** Normalise by the batch and move the running statistics. */
        TRAIN,
        /** Normalise by the running statistics: each sample's result is independent of its neighbours. */
        EVALUATE
    }

    /** What a layer inside this one sees: the parameters whose names begin with {@code prefix} and a dot. */
    LayerWeights inside(String prefix) {
        Map<String, Tensor> own = new HashMap<>();
        int skipped = prefix.length() + 1;
        byName.forEach((name, tensor) -> {
            if (name.length() > skipped && name.charAt(skipped - 1) == '.' && name.startsWith(prefix)) {
                own.put(name.substring(skipped), tensor);
            }
        });
        return new LayerWeights(own, mode, compute, classes);
    }

    /** The same with another tensor in the place of {@code weight}. */
    LayerWeights withWeight(Tensor weight) {
        Map<String, Tensor> changed = new HashMap<>(byName);
        changed.put("weight", weight);
        return new LayerWeights(changed, mode, compute, classes);
    }

    /** The class of each sample; a layer that needs it stands behind a {@link ClassEmbedding}. */
    Tensor knownClasses() {
        if (classes == null) {
            throw new IllegalStateException("no class embedding at the beginning of the network");
        }
        return classes;
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
