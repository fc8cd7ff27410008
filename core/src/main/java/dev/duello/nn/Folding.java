package dev.duello.nn;

import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The same function with fewer kinds of layers, for a network that learns no more: batch normalization goes into the weights
 * before it, spectral normalization and the merging of {@link UpsampleConv} are done once, and what acts in training only is left
 * out. Other programs that are to run the network then need rules for fewer layers.
 */
public final class Folding {
    private Folding() {}

    /** A layer and its own parameters, by their names within the layer. */
    private record Part(Layer layer, Map<String, Tensor> parameters) {}

    /**
     * A network that makes the same as {@code network} does in {@link Mode#EVALUATE}, float32 on the CPU. None of its layers is a
     * {@link SpectralNorm}, an {@link UpsampleConv}, a {@link Dropout} or a {@link PhaseShuffle}. Whoever asks for it closes it.
     */
    public static Network folded(Network network) {
        Architecture architecture = network.architecture();
        try (CloseOnFailure opened = new CloseOnFailure();
                var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Map<String, Tensor> all = new LinkedHashMap<>();
            network.parameters().byName().forEach((name, tensor) -> all.put(name, tensor.to(Device.CPU)));
            List<Part> parts = folded(architecture.layers(), all);
            if (parts.isEmpty()) {
                parts = List.of(new Part(new Rescale(1, 0), Map.of()));
            }
            Network folded = opened.add(Network.blank(
                    new Architecture(architecture.inputs(), layers(parts), architecture.initializer()),
                    Device.CPU,
                    Precision.FP32));
            named(parts)
                    .forEach((name, tensor) -> folded.parameters().named(name).copyFrom_(tensor));
            opened.succeeded();
            return folded;
        }
    }

    /** @param all parameters of these layers, by their names among them */
    private static List<Part> folded(List<Layer> layers, Map<String, Tensor> all) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            Part part = plain(layer, below(i + "." + layer.label(), all));
            if (part.layer() instanceof Dropout || part.layer() instanceof PhaseShuffle) {
                continue;
            }
            if (part.layer() instanceof BatchNorm norm
                    && !parts.isEmpty()
                    && withBias(parts.getLast().layer()) instanceof Layer taking) {
                ParameterGroup own = new ParameterGroup("", parts.getLast().parameters());
                ParameterGroup ofNorm = new ParameterGroup("", part.parameters());
                parts.set(
                        parts.size() - 1,
                        new Part(
                                taking,
                                FoldedNorm.folded(taking, own, norm, ofNorm).byName()));
            } else {
                parts.add(part);
            }
        }
        return parts;
    }

    /** The layer that can take over a normalization behind it; null for one that cannot. */
    private static @Nullable Layer withBias(Layer layer) {
        return switch (layer) {
            case Linear linear -> new Linear(linear.outputs(), true);
            case Conv conv ->
                new Conv(
                        conv.channels(),
                        conv.kernel(),
                        conv.stride(),
                        conv.padding(),
                        conv.dilation(),
                        conv.groups(),
                        true);
            case ConvTranspose conv ->
                new ConvTranspose(
                        conv.channels(), conv.kernel(), conv.stride(), conv.padding(), conv.outputPadding(), true);
            default -> null;
        };
    }

    private static Part plain(Layer layer, Map<String, Tensor> own) {
        return switch (layer) {
            case SpectralNorm spectral -> {
                Map<String, Tensor> normalized = new LinkedHashMap<>(own);
                Tensor vector = normalized.remove("singular_vector");
                normalized.put("weight", spectral.normalized(own.get("weight"), vector, false));
                yield plain(spectral.layer(), normalized);
            }
            case UpsampleConv upsample -> {
                Map<String, Tensor> merged = new LinkedHashMap<>(own);
                merged.put("weight", UpsampleConv.spread(own.get("weight")));
                yield new Part(upsample.merged(), merged);
            }
            case Parallel parallel -> {
                List<Parallel.Branch> branches = new ArrayList<>();
                Map<String, Tensor> inside = new LinkedHashMap<>();
                for (Parallel.Branch branch : parallel.branches()) {
                    List<Part> parts = folded(branch.layers(), below(branch.name(), own));
                    branches.add(new Parallel.Branch(branch.name(), layers(parts), 1, false));
                    named(parts).forEach((name, tensor) -> inside.put(branch.name() + "." + name, tensor));
                }
                yield new Part(new Parallel(branches, parallel.join()), inside);
            }
            default -> new Part(layer, own);
        };
    }

    private static List<Layer> layers(List<Part> parts) {
        return parts.stream().map(Part::layer).toList();
    }

    private static Map<String, Tensor> named(List<Part> parts) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String prefix = i + "." + parts.get(i).layer().label() + ".";
            parts.get(i).parameters().forEach((name, tensor) -> named.put(prefix + name, tensor));
        }
        return named;
    }

    /** What is named {@code prefix} and a dot, without them. */
    private static Map<String, Tensor> below(String prefix, Map<String, Tensor> all) {
        Map<String, Tensor> own = new LinkedHashMap<>();
        all.forEach((name, tensor) -> {
            if (name.startsWith(prefix + ".")) {
                own.put(name.substring(prefix.length() + 1), tensor);
            }
        });
        return own;
    }
}
