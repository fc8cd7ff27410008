package dev.duello.nn;

import dev.duello.torch.DType;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one run through an architecture is given besides its parameters.
 *
 * @param compute the type to compute in
 * @param inputs by name, what layers may look at besides what flows through them, such as {@code class} for a
 *     {@link ClassEmbedding}: {@code [N, ...]} each
 * @param noise where layers draw random numbers from, such as {@link Dropout}; null when none does
 * @param tape records each layer's input and output; null for none
 */
public record ForwardPass(
        Mode mode,
        DType compute,
        Map<String, Tensor> inputs,
        @Nullable RandomStream noise,
        @Nullable Tape tape) {
    public ForwardPass {
        inputs = Map.copyOf(inputs);
    }

    /** A pass of one input, without noise and tape. */
    public static ForwardPass of(Mode mode, DType compute) {
        return new ForwardPass(mode, compute, Map.of(), null, null);
    }

    /** The same with noise. */
    public ForwardPass with(RandomStream random) {
        return new ForwardPass(mode, compute, inputs, random, tape);
    }

    /**
     * A named input.
     *
     * @throws IllegalStateException when the pass has none of this name
     */
    Tensor input(String name) {
        Tensor tensor = inputs.get(name);
        if (tensor == null) {
            throw new IllegalStateException("no input '" + name + "' among " + inputs.keySet());
        }
        return tensor;
    }
}
