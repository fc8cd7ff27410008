package dev.duello.nn;

import dev.duello.torch.Autograd;
import dev.duello.torch.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What each layer of a pass got and gave, from which the gradient at its output can be had: the ground for gradients by sample
 * and for looking into a network. Everything on it lives until the open {@link dev.duello.torch.TensorScope} closes.
 */
public final class Tape {
    /**
     * One layer, innermost layers only: of a {@link Parallel} those of its branches.
     *
     * @param name prefix of its parameters' names, such as {@code 3.conv} or {@code 4.residual.branch.0.conv}
     * @param input {@code [N, ...]}
     * @param output {@code [N, ...]}
     */
    public record Entry(String name, Layer layer, Tensor input, Tensor output) {}

    private final List<Entry> entries = new ArrayList<>();

    void record(String name, Layer layer, Tensor input, Tensor output) {
        entries.add(new Entry(name, layer, input, output));
    }

    /** All layers in the order in which they ran. */
    public List<Entry> entries() {
        return Collections.unmodifiableList(entries);
    }

    /**
     * The gradients of a scalar at the outputs of all layers, in their order.
     *
     * @throws dev.duello.torch.TorchException when {@code scalar} does not depend on one of them, or nothing was recorded
     */
    public List<Tensor> outputGradients(Tensor scalar) {
        return Autograd.gradients(scalar, entries.stream().map(Entry::output).toList(), false);
    }
}
