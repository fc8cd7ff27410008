package dev.duello.nn;

import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.List;
import java.util.function.IntFunction;

/** Runs layers one after the other: those of a network, and those of a branch inside one. */
final class Interpreter {
    private Interpreter() {}

    /**
     * Runs the layers from {@code from} to before {@code to}.
     *
     * @param parameters of each layer, by its position
     * @return what comes out, owned by the open scope; {@code input} itself when there is nothing to run
     */
    static Tensor run(
            List<Layer> layers,
            int from,
            int to,
            IntFunction<ParameterGroup> parameters,
            Tensor input,
            ForwardPass pass) {
        return pass.tape() == null
                ? runLean(layers, from, to, parameters, input, pass)
                : runRecorded(layers, from, to, parameters, input, pass, pass.tape());
    }

    /** What lies between is freed at once, but for what a gradient will want. */
    private static Tensor runLean(
            List<Layer> layers,
            int from,
            int to,
            IntFunction<ParameterGroup> parameters,
            Tensor input,
            ForwardPass pass) {
        Tensor value = input;
        for (int i = from; i < to; i++) {
            Layer layer = layers.get(i);
            boolean isOwn = value != input;
            boolean mayReplace = isOwn && layers.get(i - 1).givesAway();
            Tensor next;
            try (var _ = TensorScope.open()) {
                ParameterGroup group = parameters.apply(i);
                if (pass.mode() == Mode.EVALUATE && i + 1 < to && FoldedNorm.suits(layer, layers.get(i + 1))) {
                    i++;
                    group = FoldedNorm.folded(layer, group, (BatchNorm) layers.get(i), parameters.apply(i));
                }
                next = mayReplace && layer instanceof Activation activation
                        ? activation.replace(value)
                        : layer.forward(value, new LayerWeights(group, pass));
                // A layer may give back what it got, which is not its to keep.
                if (next != value) {
                    next.keep();
                }
            }
            if (isOwn && next != value) {
                value.close();
            }
            value = next;
        }
        return value == input ? value : value.handOver();
    }

    private static Tensor runRecorded(
            List<Layer> layers,
            int from,
            int to,
            IntFunction<ParameterGroup> parameters,
            Tensor input,
            ForwardPass pass,
            Tape tape) {
        Tensor value = input;
        for (int i = from; i < to; i++) {
            ParameterGroup group = parameters.apply(i);
            Tensor next = layers.get(i).forward(value, new LayerWeights(group, pass));
            if (!(layers.get(i) instanceof Parallel)) {
                tape.record(group.path(), layers.get(i), value, next);
            }
            value = next;
        }
        return value;
    }
}
