package dev.duello.nn;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;

/**
 * A fixed function of each number.
 *
 * @param slope what a leaky ReLU multiplies negative numbers by; 0 for the others
 */
public record Activate(Function function, double slope) implements Layer {
    /** The functions. */
    public enum Function {
        @JsonProperty("relu")
        RELU,
        @JsonProperty("leaky-relu")
        LEAKY_RELU,
        @JsonProperty("tanh")
        TANH,
        @JsonProperty("sigmoid")
        SIGMOID
    }

    public static final Activate RELU = new Activate(Function.RELU, 0);
    public static final Activate TANH = new Activate(Function.TANH, 0);
    public static final Activate SIGMOID = new Activate(Function.SIGMOID, 0);

    public static Activate leakyRelu(double slope) {
        return new Activate(Function.LEAKY_RELU, slope);
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        return switch (function) {
            case RELU -> Functions.relu(input);
            case LEAKY_RELU -> Functions.leakyRelu(input, slope);
            case TANH -> Functions.tanh(input);
            case SIGMOID -> Functions.sigmoid(input);
        };
    }

    @Override
    public String label() {
        return switch (function) {
            case RELU -> "relu";
            case LEAKY_RELU -> "leaky-relu";
            case TANH -> "tanh";
            case SIGMOID -> "sigmoid";
        };
    }
}
