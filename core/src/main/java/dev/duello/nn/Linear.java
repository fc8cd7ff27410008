package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import java.util.List;

/**
 * A dense layer: every output is a weighted sum of all inputs. Flattens what comes in.
 *
 * @param outputs how many numbers come out
 * @param bias whether each has an offset of its own; useless right before a normalization
 */
public record Linear(int outputs, boolean bias) implements Layer {
    @Override
    public Shape outputShape(Shape input) {
        return Shape.of(outputs);
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
        ParameterSpec weight = ParameterSpec.weight(outputs, Math.toIntExact(input.elements()));
        return bias ? List.of(weight, ParameterSpec.bias(outputs)) : List.of(weight);
    }

    @Override
    public long multiplyAdds(Shape input) {
        return outputs * input.elements();
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        Tensor typed = input.to(weights.compute());
        Tensor weight = weights.weight();
        if (input.shape().length == 4) {
            // Images lie with channels innermost, and there are more of them than of weights.
            long[] shape = {outputs, input.size(1), input.size(2), input.size(3)};
            weight = channelsInnermost(weight.reshape(shape));
            typed = channelsInnermost(typed);
        }
        return Functions.linear(typed.reshape(input.size(0), -1), weight, weights.bias());
    }

    private static Tensor channelsInnermost(Tensor images) {
        return images.permute(0, 2, 3, 1).reshape(images.size(0), -1);
    }

    @Override
    public boolean givesAway() {
        return true;
    }

    @Override
    public String label() {
        return "linear";
    }
}
