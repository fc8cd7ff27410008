package dev.duello.nn;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;

/**
 * A fixed function of each number.
 *
 * @param slope what a leaky ReLU multiplies negative numbers by; 0 for the others
 */
public record Activation(Function function, double slope) implements Layer {
    /** The functions. */
    public enum Function {
        @JsonProperty("relu")
        RELU,
        @JsonProperty("leaky-relu")
        LEAKY_RELU,
        @JsonProperty("tanh")
        TANH,
        @JsonProperty("sigmoid")
        SIGMOID,
        /** {@code x sigmoid(x)} (Elfwing et al., 2018). */
        @JsonProperty("silu")
        SILU
    }

    public static final Activation RELU = new Activation(Function.RELU, 0);
    public static final Activation TANH = new Activation(Function.TANH, 0);
    public static final Activation SIGMOID = new Activation(Function.SIGMOID, 0);

    public static final Activation SILU = new Activation(Function.SILU, 0);

    public static Activation leakyRelu(double slope) {
        return new Activation(Function.LEAKY_RELU, slope);
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        return apply(input);
    }

    private Tensor apply(Tensor input) {
        return switch (function) {
            case RELU -> Functions.relu(input);
            case LEAKY_RELU -> Functions.leakyRelu(input, slope);
            case TANH -> Functions.tanh(input);
            case SIGMOID -> Functions.sigmoid(input);
            case SILU -> Functions.silu(input);
        };
    }

    /**
     * The same in the place of {@code input} where that is possible: the values before it, which only a gradient could want,
     * are then not kept.
     *
     * @param input needed by nothing else
     */
    Tensor replace(Tensor input) {
        // Of a view, the gradient of a change in place is dear.
        boolean possible = !input.isView();
        if (possible && function == Function.RELU) {
            return Functions.relu_(input);
        }
        if (possible && function == Function.LEAKY_RELU && slope > 0) {
            return Functions.leakyRelu_(input, slope);
        }
        return apply(input);
    }

    @Override
    public String label() {
        return switch (function) {
            case RELU -> "relu";
            case LEAKY_RELU -> "leaky-relu";
            case TANH -> "tanh";
            case SIGMOID -> "sigmoid";
            case SILU -> "silu";
        };
    }
}
