package dev.duello.learn;

import dev.duello.nn.ForwardPass;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Tape;
import dev.duello.torch.DType;
import dev.duello.torch.Tensor;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A network of a model with all that it takes to run it, for looking inside: layer by layer, and with gradients, which are
 * recorded unless {@link dev.duello.torch.GradientMode} is off. It is run as when it is used, not as when it learns, and always
 * in float32, since explanations are small differences. It belongs to the model.
 *
 * @param flow from the model's input, such as latents, to what flows into the first layer
 * @param named from the model's input to what layers get besides, by name
 * @param result from what the last layer gives to the model's result
 */
public record NetworkView(
        Network network,
        UnaryOperator<Tensor> flow,
        Function<Tensor, Map<String, Tensor>> named,
        UnaryOperator<Tensor> result) {

    /** A network of one input whose output is the result. */
    public static NetworkView of(Network network) {
        return new NetworkView(network, UnaryOperator.identity(), _ -> Map.of(), UnaryOperator.identity());
    }

    /** How many layers it has, a block of branches counted as one. */
    public int layers() {
        return network.architecture().layers().size();
    }

    /** All of it. @param input the model's, {@code [N, ...]} */
    public Tensor run(Tensor input) {
        return after(input, before(input, 0), 0);
    }

    /**
     * What layer {@code to} gets.
     *
     * @param input the model's, {@code [N, ...]}
     * @param to 0 for what flows into the first layer
     */
    public Tensor before(Tensor input, int to) {
        Tensor start = flow.apply(input);
        return to == 0 ? start : network.forward(start, pass(input, null), 0, to);
    }

    /**
     * The result of what layer {@code from} gets.
     *
     * @param input the model's, for what later layers get by name
     * @param value as {@link #before} gives it, perhaps changed
     */
    public Tensor after(Tensor input, Tensor value, int from) {
        return result.apply(network.forward(value, pass(input, null), from, layers()));
    }

    /** All of it with a tape, on which each layer's output can be found. */
    public Tensor run(Tensor input, Tape tape) {
        return result.apply(network.forward(flow.apply(input), pass(input, tape), 0, layers()));
    }

    private ForwardPass pass(Tensor input, @Nullable Tape tape) {
        return new ForwardPass(Mode.EVALUATE, DType.FLOAT32, named.apply(input), null, tape);
    }
}
