package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import java.util.List;

/**
 * A dense layer: every output is a weighted sum of all inputs. Flattens what comes in.
 *
 * @param outputs how many numbers come out
 * @param bias whether each has an offset of its own; useless right before a normalisation
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
        Tensor flat = input.shape().length == 2 ? input : input.reshape(input.size(0), -1);
        return Functions.linear(flat.to(weights.compute()), weights.weight(), weights.bias());
    }

    @Override
    public String label() {
        return "linear";
    }
}
