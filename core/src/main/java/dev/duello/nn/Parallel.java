package dev.duello.nn;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Branches side by side on the same input, whose outputs are joined: residual blocks (He et al., 2016), U-Nets
 * (Ronneberger et al., 2015), Inception blocks.
 *
 * @param branches at least two; one without layers passes its input on
 * @param join how the outputs become one
 */
public record Parallel(List<Branch> branches, Join join) implements Layer {
    /** How outputs are joined. */
    public enum Join {
        /** Their sum; all have one shape. */
        @JsonProperty("add")
        ADD,
        /** One after the other along the channels; all have the same spatial axes. */
        @JsonProperty("concat")
        CONCAT
    }

    /**
     * Layers that run one after the other.
     *
     * @param name prefix of their parameters' names, unique in the block
     * @param gain multiplies their first weights; below 1 in deep networks without normalization
     * @param startsAtZero whether the last weights start at zero, so that at first only the other branches count (fix-up
     *     initialization, Zhang et al., 2019)
     */
    public record Branch(String name, List<Layer> layers, double gain, boolean startsAtZero) {
        public Branch {
            layers = List.copyOf(layers);
            if (name.isEmpty() || name.contains(".")) {
                throw new ShapeException("A branch needs a name without dots; '" + name + "' is none.");
            }
            if (startsAtZero && (layers.isEmpty() || layers.getLast() instanceof SpectralNorm)) {
                throw new ShapeException("A branch that starts at zero cannot be empty, nor end in spectral "
                        + "normalization, which would divide by a singular value of zero.");
            }
        }

        /** With the usual first weights. */
        public Branch(String name, Layer... layers) {
            this(name, List.of(layers), 1, false);
        }

        private Shape output(Shape input) {
            return layers.isEmpty()
                    ? input
                    : Architecture.place(input, layers).getLast().output();
        }

        private Tensor forward(Tensor input, LayerWeights weights) {
            return Interpreter.run(
                    layers,
                    0,
                    layers.size(),
                    i -> weights.inside(name + "." + i + "." + layers.get(i).label()),
                    input,
                    weights.pass());
        }
    }

    public Parallel {
        branches = List.copyOf(branches);
        Set<String> names = new HashSet<>();
        if (branches.size() < 2 || !branches.stream().allMatch(branch -> names.add(branch.name()))) {
            throw new ShapeException("Parallel layers need at least two branches, each with a name of its own; got "
                    + branches.stream().map(Branch::name).toList() + ".");
        }
    }

    /**
     * A residual block.
     *
     * @param branch the layers that learn
     * @param shortcut layers past them; empty for the input itself
     * @param gain see {@link Branch}
     * @param startsAsShortcut whether nothing but the shortcut passes at first
     */
    public static Parallel residual(List<Layer> branch, List<Layer> shortcut, double gain, boolean startsAsShortcut) {
        if (branch.isEmpty()) {
            throw new ShapeException("The branch of a residual block needs at least one layer.");
        }
        return new Parallel(
                List.of(
                        new Branch("branch", branch, gain, startsAsShortcut),
                        new Branch("shortcut", shortcut, 1, false)),
                Join.ADD);
    }

    /** Also what was written when there were residual blocks only. */
    @JsonCreator
    static Parallel read(
            @JsonProperty("branches") @Nullable List<Branch> branches,
            @JsonProperty("join") @Nullable Join join,
            @JsonProperty("branch") @Nullable List<Layer> branch,
            @JsonProperty("shortcut") @Nullable List<Layer> shortcut,
            @JsonProperty("gain") double gain,
            @JsonProperty("startsAsShortcut") boolean startsAsShortcut) {
        if (branch != null && shortcut != null) {
            return residual(branch, shortcut, gain, startsAsShortcut);
        }
        if (branches == null || join == null) {
            throw new ShapeException("Parallel layers need branches and a way to join them.");
        }
        return new Parallel(branches, join);
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape first = branches.getFirst().output(input);
        int channels = first.channels();
        for (Branch branch : branches.subList(1, branches.size())) {
            Shape other = branch.output(input);
            if (join == Join.ADD ? !other.equals(first) : !other.spatial().equals(first.spatial())) {
                throw new ShapeException("Branch '" + branches.getFirst().name() + "' makes " + first + " of " + input
                        + ", but '" + branch.name() + "' makes " + other + ".");
            }
            channels += join == Join.CONCAT ? other.channels() : 0;
        }
        return first.withChannels(channels);
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
        List<ParameterSpec> all = new ArrayList<>();
        for (Branch branch : branches) {
            List<Architecture.Placed> placed = Architecture.place(input, branch.layers());
            for (Architecture.Placed inner : placed) {
                boolean isZero = branch.startsAtZero() && inner == placed.getLast();
                for (ParameterSpec spec : inner.parameters()) {
                    all.add(spec.named(branch.name() + "." + inner.name() + "." + spec.name())
                            .withGain(isZero ? 0 : spec.gain() * branch.gain()));
                }
            }
        }
        return all;
    }

    @Override
    public long multiplyAdds(Shape input) {
        return branches.stream()
                .flatMap(branch -> Architecture.place(input, branch.layers()).stream())
                .mapToLong(inner -> inner.layer().multiplyAdds(inner.input()))
                .sum();
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        List<Tensor> outputs =
                branches.stream().map(branch -> branch.forward(input, weights)).toList();
        return switch (join) {
            case ADD -> outputs.stream().reduce(Tensor::add).orElseThrow();
            case CONCAT -> Tensors.concatenate(outputs, 1);
        };
    }

    @Override
    public boolean givesAway() {
        return true;
    }

    @Override
    public boolean mixesImages() {
        return branches.stream().flatMap(branch -> branch.layers().stream()).anyMatch(Layer::mixesImages);
    }

    @Override
    public Map<String, Shape> namedInputs() {
        Map<String, Shape> all = new LinkedHashMap<>();
        branches.forEach(branch -> branch.layers().forEach(layer -> all.putAll(layer.namedInputs())));
        return all;
    }

    @Override
    public String label() {
        return join == Join.ADD ? "residual" : "concat";
    }
}
