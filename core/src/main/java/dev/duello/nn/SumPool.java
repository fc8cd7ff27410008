package dev.duello.nn;

import dev.duello.torch.DType;
import dev.duello.torch.Tensor;
import java.util.List;
import java.util.stream.LongStream;

/**
 * One number a channel: the sum over all places.
 *
 * @param weighted whether every place has a learned weight of its own (the mirror image of {@link LearnedConstant}), else all count alike
 */
public record SumPool(boolean weighted) implements Layer {
    @Override
    public Shape outputShape(Shape input) {
        Kernels.checkSpatial(this, input);
        return Shape.of(input.channels());
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
        return weighted
                ? List.of(ParameterSpec.weight(
                        input.axes().stream().mapToInt(Integer::intValue).toArray()))
                : List.of();
    }

    @Override
    public long multiplyAdds(Shape input) {
        return weighted ? input.elements() : 0;
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        // Sums are long: float32, whatever the type to compute in.
        Tensor wide = input.to(DType.FLOAT32);
        Tensor summed = weighted ? wide.multiply(weights.stored("weight")) : wide;
        return summed.sum(LongStream.range(2, input.shape().length).toArray());
    }

    @Override
    public String label() {
        return "sum-pool";
    }
}
