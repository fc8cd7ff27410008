package dev.duello.nn;

import dev.duello.torch.Autograd;
import dev.duello.torch.DType;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Clips the gradient of each sample before they are added (Abadi et al., 2016, algorithm 1, <a
 * href="https://arxiv.org/abs/1607.00133">arXiv:1607.00133</a>): no sample moves the sum by more than {@code max}. The gradients of
 * single samples are never formed where a layer is large; what each layer got and the gradient at what it gave are enough, both
 * for their lengths and for the sum of the clipped ones, so that one backward pass does (see {@link SampleGradients.Products}).
 *
 * @param max largest Euclidean length of the gradient of one sample with respect to all parameters together, above 0; infinite
 *     for no limit
 * @param expected what the sum is divided by, above 0: not the number of samples, which hangs on who is in the batch
 * @param atOnce samples in memory at once, at least 1
 */
public record SampleClipping(double max, double expected, int atOnce) implements GradientRule {
    /** Against division by 0; Opacus'. */
    private static final double SMALLEST = 1e-6;

    public SampleClipping {
        if (!(max > 0)) {
            throw new IllegalArgumentException("a gradient is clipped to more than 0, not to " + max);
        }
        if (!(expected > 0 && Double.isFinite(expected))) {
            throw new IllegalArgumentException("a sum is divided by more than 0, not by " + expected);
        }
        if (atOnce < 1) {
            throw new IllegalArgumentException("at least 1 sample is in memory at once, not " + atOnce);
        }
    }

    /** Why this rule cannot be used with such a network, as a sentence that names the layer and what to do; empty when it can. */
    public static Optional<String> obstacle(Architecture architecture) {
        for (Architecture.Placed placed : architecture.placed()) {
            String obstacle = LayerGradients.obstacle(placed.layer());
            if (obstacle != null) {
                return Optional.of("layer " + placed.name() + ": " + obstacle + ".");
            }
        }
        return Optional.empty();
    }

    @Override
    public List<Tensor> gradients(SampleLosses losses, Parameters parameters) {
        List<Tensor> sums = parameters.zeroGradients();
        for (int from = 0; from < losses.size(); from += atOnce) {
            try (var _ = TensorScope.open()) {
                addClipped(losses, from, Math.min(atOnce, losses.size() - from), parameters, sums);
            }
        }
        try (var _ = GradientMode.off()) {
            sums.forEach(sum -> sum.multiply_(1 / expected));
        }
        return sums;
    }

    @Override
    public Asked asks(int size) {
        return new Asked(0, size, size <= atOnce);
    }

    private void addClipped(SampleLosses losses, int from, int count, Parameters parameters, List<Tensor> sums) {
        Map<String, SampleGradients> gradients = ofSamples(losses, from, count, parameters);
        try (var _ = GradientMode.off()) {
            Tensor norms = gradients.values().stream()
                    .map(SampleGradients::squaredNorms)
                    .reduce(Tensor::add)
                    .orElseThrow()
                    .sqrt();
            Tensor factors = Double.isInfinite(max)
                    ? norms.multiply(0).add(1)
                    : norms.add(SMALLEST).reciprocal().multiply_(max).clamp_(0, 1);
            List<String> names = parameters.trainedNames();
            for (int i = 0; i < names.size(); i++) {
                try (var _ = TensorScope.open()) {
                    sums.get(i).add_(gradients.get(names.get(i)).sum(factors), 1);
                }
            }
        }
    }

    /** The gradients of each of some samples, by the names of the parameters. */
    static Map<String, SampleGradients> ofSamples(SampleLosses losses, int from, int count, Parameters parameters) {
        Tape tape = new Tape();
        Tensor each = losses.of(from, count, tape);
        List<Tape.Entry> entries = tape.entries().stream()
                .filter(entry ->
                        parameters.byName().keySet().stream().anyMatch(name -> name.startsWith(entry.name() + ".")))
                .toList();
        List<Tensor> gradients = Autograd.gradients(
                each.sum(), entries.stream().map(Tape.Entry::output).toList(), false);
        try (var _ = GradientMode.off()) {
            Map<String, Map<String, SampleGradients>> byLayer = byLayer(entries, gradients, count);
            Map<String, SampleGradients> all = new HashMap<>();
            byLayer.forEach((layer, own) -> own.forEach((name, found) -> all.put(layer + "." + name, found)));
            for (String name : parameters.trainedNames()) {
                if (!all.containsKey(name)) {
                    throw new IllegalStateException("the gradients of single samples are not known for " + name);
                }
            }
            return all;
        }
    }

    private static Map<String, Map<String, SampleGradients>> byLayer(
            List<Tape.Entry> entries, List<Tensor> gradients, int count) {
        Map<String, List<Integer>> runs = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            if (gradients.get(i).dtype() != DType.FLOAT32) {
                throw new IllegalStateException("the gradients of single samples are computed in float32 only");
            }
            runs.computeIfAbsent(entries.get(i).name(), _ -> new ArrayList<>()).add(i);
        }
        Map<String, Map<String, SampleGradients>> byLayer = new LinkedHashMap<>();
        runs.forEach((name, places) -> byLayer.put(
                name,
                LayerGradients.of(
                        entries.get(places.getFirst()).layer(),
                        LayerGradients.joined(
                                places.stream().map(i -> entries.get(i).input()).toList()),
                        LayerGradients.joined(
                                places.stream().map(gradients::get).toList()),
                        count)));
        return byLayer;
    }
}
