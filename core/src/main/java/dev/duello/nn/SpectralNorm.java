package dev.duello.nn;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Spectral normalization (Miyato et al., 2018): a layer whose weight, seen as a matrix with one row a channel, is divided by
 * its largest singular value, so that it stretches nothing. The singular value is estimated by power iteration, one turn each
 * time the layer trains.
 *
 * @param layer a layer with a {@code weight}
 */
public record SpectralNorm(
        // The kind of a layer is "layer", too: earlier runs have the key twice, which other readers do not bear.
        @JsonProperty("inner") @JsonAlias("layer") Layer layer) implements Layer {
    private static final double SMALLEST = 1e-12;

    @Override
    public Shape outputShape(Shape input) {
        return layer.outputShape(input);
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
        List<ParameterSpec> all = new ArrayList<>(layer.parameters(input));
        ParameterSpec weight = all.stream()
                .filter(spec -> spec.name().equals("weight"))
                .findFirst()
                .orElseThrow(() -> new ShapeException(
                        "A " + layer.label() + " layer has no weight whose spectrum could be normalized."));
        int rows = weight.shape().axes().get(layer instanceof ConvTranspose ? 1 : 0);
        all.add(new ParameterSpec("singular_vector", Shape.of(rows), ParameterSpec.Role.ESTIMATE));
        return all;
    }

    @Override
    public long multiplyAdds(Shape input) {
        return layer.multiplyAdds(input);
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        Tensor normalized =
                normalized(weights.stored("weight"), weights.stored("singular_vector"), weights.mode() == Mode.TRAIN);
        return layer.forward(input, weights.withWeight(normalized));
    }

    /**
     * The weight divided by its largest singular value.
     *
     * @param left the estimate of the singular vector, replaced by the next one while {@code training}
     */
    Tensor normalized(Tensor weight, Tensor left, boolean training) {
        Tensor matrix = byChannel(weight);
        Tensor u;
        Tensor v;
        try (var _ = GradientMode.off()) {
            Tensor row = left.reshape(1, -1);
            v = unit(row.matmul(matrix));
            u = unit(v.matmul(matrix.transpose()));
            if (training) {
                left.copyFrom_(u.reshape(-1));
            }
        }
        return weight.divide(u.matmul(matrix).multiply(v).sum());
    }

    /** One row a channel that comes out; a transposed convolution has them on its second axis. */
    private Tensor byChannel(Tensor weight) {
        Tensor rows =
                layer instanceof ConvTranspose ? weight.permute(Kernels.swapped(weight.shape().length - 2)) : weight;
        return rows.reshape(rows.size(0), -1);
    }

    private static Tensor unit(Tensor row) {
        return row.divide(row.square().sum().sqrt().add(SMALLEST));
    }

    @Override
    public Map<String, Shape> namedInputs() {
        return layer.namedInputs();
    }

    @Override
    public boolean mixesImages() {
        return layer.mixesImages();
    }

    @Override
    public String label() {
        return "spectral-" + layer.label();
    }
}
