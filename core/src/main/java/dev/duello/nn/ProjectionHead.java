package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import java.util.List;

/**
 * The end of a discriminator that knows classes (Miyato and Koyama, 2018): for features f, one logit a class k, {@code f·w +
 * f·v_k}. Whoever has the labels picks.
 */
public record ProjectionHead(int classes) implements Layer {
    @Override
    public Shape outputShape(Shape input) {
        return Shape.of(classes);
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
        int features = Math.toIntExact(input.elements());
        return List.of(
                ParameterSpec.weight(1, features),
                ParameterSpec.weight(classes, features).named("embedding"));
    }

    @Override
    public long multiplyAdds(Shape input) {
        return (classes + 1L) * input.elements();
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        Tensor features = input.reshape(input.size(0), -1).to(weights.compute());
        return Functions.linear(features, weights.stored("embedding").to(weights.compute()), null)
                .add(Functions.linear(features, weights.weight(), null));
    }

    @Override
    public String label() {
        return "projection-head";
    }
}
