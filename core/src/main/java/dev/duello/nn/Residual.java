package dev.duello.nn;

import dev.duello.torch.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sum of two ways through: a branch that learns, and a short cut past it (He et al., 2016).
 *
 * @param branch the layers that learn
 * @param shortcut layers past them; empty for the input itself
 * @param gain multiplies the first weights of the branch; below 1 in deep networks without normalization
 * @param startsAsShortcut whether the branch's last weights start at zero, so that at first nothing but the short cut passes
 *     (fix-up initialisation, Zhang et al., 2019)
 */
public record Residual(List<Layer> branch, List<Layer> shortcut, double gain, boolean startsAsShortcut)
        implements Layer {
    public Residual {
        branch = List.copyOf(branch);
        shortcut = List.copyOf(shortcut);
        if (branch.isEmpty()) {
            throw new ShapeException("The branch of a residual block needs at least one layer.");
        }
        if (startsAsShortcut && branch.getLast() instanceof SpectralNorm) {
            throw new ShapeException("A branch that starts at zero cannot end in spectral normalization, "
                    + "which would divide by a singular value of zero.");
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape result = output(input, branch);
        if (!result.equals(output(input, shortcut))) {
            throw new ShapeException("The branch of a residual block makes " + result + " of " + input
                    + ", but its short cut " + output(input, shortcut) + ".");
        }
        return result;
    }

    private static Shape output(Shape input, List<Layer> layers) {
        return layers.isEmpty()
                ? input
                : Architecture.place(input, layers).getLast().output();
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
        List<ParameterSpec> all = new ArrayList<>();
        List<Architecture.Placed> placed = Architecture.place(input, branch);
        for (Architecture.Placed inner : placed) {
            boolean isZero = startsAsShortcut && inner == placed.getLast();
            for (ParameterSpec spec : inner.parameters()) {
                all.add(spec.named(name("branch", inner) + "." + spec.name())
                        .withGain(isZero ? 0 : spec.gain() * gain));
            }
        }
        for (Architecture.Placed inner : Architecture.place(input, shortcut)) {
            for (ParameterSpec spec : inner.parameters()) {
                all.add(spec.named(name("shortcut", inner) + "." + spec.name()));
            }
        }
        return all;
    }

    @Override
    public long multiplyAdds(Shape input) {
        return multiplyAdds(input, branch) + multiplyAdds(input, shortcut);
    }

    private static long multiplyAdds(Shape input, List<Layer> layers) {
        return Architecture.place(input, layers).stream()
                .mapToLong(inner -> inner.layer().multiplyAdds(inner.input()))
                .sum();
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        return run("shortcut", shortcut, input, weights).add(run("branch", branch, input, weights));
    }

    private static Tensor run(String way, List<Layer> layers, Tensor input, LayerWeights weights) {
        Tensor value = input;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            value = layer.forward(value, weights.inside(way + "." + i + "." + layer.label()));
        }
        return value;
    }

    private static String name(String way, Architecture.Placed inner) {
        return way + "." + inner.name();
    }

    @Override
    public boolean mixesImages() {
        return Stream.concat(branch.stream(), shortcut.stream()).anyMatch(Layer::mixesImages);
    }

    @Override
    public String label() {
        return "residual";
    }
}
