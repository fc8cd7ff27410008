package dev.duello.nn;

import dev.duello.torch.DType;
import dev.duello.torch.Tensor;
import org.jspecify.annotations.Nullable;

/** What a layer sees of its network during one pass: its own parameters, and what the pass was given. */
public final class LayerWeights {
    private final ParameterGroup parameters;
    private final ForwardPass pass;

    LayerWeights(ParameterGroup parameters, ForwardPass pass) {
        this.parameters = parameters;
        this.pass = pass;
    }

    /** Whether the pass trains or uses the network. */
    public Mode mode() {
        return pass.mode();
    }

    /** The type to compute in. */
    public DType compute() {
        return pass.compute();
    }

    ForwardPass pass() {
        return pass;
    }

    /** What a layer inside this one sees: the parameters whose names begin with {@code prefix} and a dot. */
    ParameterGroup inside(String prefix) {
        return parameters.inside(prefix);
    }

    /** The same with another tensor in the place of {@code weight}. */
    LayerWeights withWeight(Tensor weight) {
        return new LayerWeights(parameters.with("weight", weight), pass);
    }

    /** The parameter as it is stored, float32. */
    Tensor stored(String name) {
        Tensor tensor = parameters.byName().get(name);
        if (tensor == null) {
            throw new IllegalStateException(
                    "no parameter '" + name + "' among " + parameters.byName().keySet());
        }
        return tensor;
    }

    /** The parameter in the type to compute in. */
    Tensor weight() {
        return stored("weight").to(compute());
    }

    /** The bias in the type to compute in, or null for a layer without one. */
    @Nullable
    Tensor bias() {
        Tensor bias = parameters.byName().get("bias");
        return bias == null ? null : bias.to(compute());
    }
}
