package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Where a generator begins: a learned small image, each channel multiplied by a weighted sum of the latent (Huang et al., 2024).
 *
 * @param shape of the image, {@code [C, spatial...]}
 */
public record LearnedConstant(Shape shape) implements Layer {
    @Override
    public Shape outputShape(Shape input) {
        return shape;
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
        return List.of(
                ParameterSpec.weight(shape.channels(), Math.toIntExact(input.elements())),
                new ParameterSpec("basis", shape, ParameterSpec.Role.BASIS));
    }

    @Override
    public long multiplyAdds(Shape input) {
        return shape.channels() * input.elements() + shape.elements();
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        long[] perChannel = new long[shape.axes().size() + 1];
        Arrays.fill(perChannel, 1);
        perChannel[0] = input.size(0);
        perChannel[1] = shape.channels();
        Tensor flat = input.reshape(input.size(0), -1).to(weights.compute());
        return Functions.linear(flat, weights.weight(), null)
                .reshape(perChannel)
                .multiply(weights.stored("basis").to(weights.compute()));
    }

    @Override
    public String label() {
        return "learned-constant";
    }
}
