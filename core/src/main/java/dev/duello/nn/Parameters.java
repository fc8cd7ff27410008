package dev.duello.nn;

import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All numbers of a network, in two flat float32 buffers: what gradients train, and the running statistics that follow the
 * data. The named tensors are views into them, so an optimizer, an average or a check for NaN touches one tensor, whatever the
 * number of layers. Whoever makes it closes it.
 */
public final class Parameters implements AutoCloseable {
    private final Tensor trained;
    private final Tensor statistics;
    private final Map<String, Tensor> byName = new LinkedHashMap<>();
    private final List<Tensor> trainedViews = new ArrayList<>();
    private final List<ParameterGroup> byLayer = new ArrayList<>();

    /** Zeros in the right places for an architecture. */
    Parameters(Architecture architecture, Device device) {
        this(
                architecture,
                () -> Tensors.zeros(device, count(architecture.placed(), true)),
                () -> Tensors.zeros(device, count(architecture.placed(), false)));
    }

    private Parameters(Architecture architecture, Supplier<Tensor> trainedRow, Supplier<Tensor> statisticsRow) {
        try (CloseOnFailure opened = new CloseOnFailure();
                var _ = TensorScope.open()) {
            trained = opened.add(trainedRow.get().keep());
            statistics = opened.add(statisticsRow.get().keep());
            long trainedOffset = 0;
            long statisticsOffset = 0;
            for (Architecture.Placed placed : architecture.placed()) {
                Map<String, Tensor> own = new LinkedHashMap<>();
                for (ParameterSpec parameter : placed.parameters()) {
                    long length = parameter.shape().elements();
                    boolean isTrained = parameter.role().isTrained();
                    Tensor view = opened.add(shaped(
                                    (isTrained ? trained : statistics)
                                            .narrow(0, isTrained ? trainedOffset : statisticsOffset, length),
                                    parameter.shape())
                            .detach()
                            .keep());
                    if (isTrained) {
                        trainedOffset += length;
                        trainedViews.add(view.requiresGradient_(true));
                    } else {
                        statisticsOffset += length;
                    }
                    own.put(parameter.name(), view);
                    byName.put(placed.name() + "." + parameter.name(), view);
                }
                byLayer.add(new ParameterGroup(placed.name(), own));
            }
            opened.succeeded();
        }
    }

    /**
     * Those of several networks as one, whose tensors they are.
     *
     * @param trained the rows of all members, one after the other
     * @param statistics the same
     * @param members by name; the names of their tensors begin with it
     */
    Parameters(Tensor trained, Tensor statistics, Map<String, Parameters> members) {
        this.trained = trained;
        this.statistics = statistics;
        members.forEach((name, member) -> {
            member.byName.forEach((key, tensor) -> byName.put(name + "." + key, tensor));
            trainedViews.addAll(member.trainedViews);
            byLayer.addAll(member.byLayer);
        });
    }

    /** A kernel over images lies in memory with its channels innermost, as it is used. */
    private static Tensor shaped(Tensor row, Shape shape) {
        long[] axes = shape.axes().stream().mapToLong(Integer::longValue).toArray();
        return axes.length == 4
                ? row.reshape(axes[0], axes[2], axes[3], axes[1]).permute(0, 3, 1, 2)
                : row.reshape(axes);
    }

    /** The reverse: all of one tensor's numbers in the order of {@link #trained}; a copy only where they lie otherwise. */
    static Tensor row(Tensor shaped) {
        return (shaped.shape().length == 4 ? shaped.permute(0, 2, 3, 1) : shaped).reshape(-1);
    }

    /** The part of {@code row}, which has as many numbers as {@link #trained}, that belongs to each of {@link #trainedViews}. */
    List<Tensor> parts(Tensor row) {
        List<Tensor> parts = new ArrayList<>();
        long offset = 0;
        for (Tensor view : trainedViews) {
            parts.add(row.narrow(0, offset, view.elements()));
            offset += view.elements();
        }
        return parts;
    }

    /**
     * Those of an architecture as parts of longer rows, in their memory.
     *
     * @param trainedRow of several networks, this one's from {@code trainedOffset} on
     * @param statisticsRow the same
     */
    static Parameters within(
            Tensor trainedRow, long trainedOffset, Tensor statisticsRow, long statisticsOffset, Architecture part) {
        return new Parameters(
                part,
                () -> trainedRow.narrow(0, trainedOffset, count(part.placed(), true)),
                () -> statisticsRow.narrow(0, statisticsOffset, count(part.placed(), false)));
    }

    /** How many numbers the layers have that are trained, or that are not. */
    static long count(List<Architecture.Placed> layers, boolean isTrained) {
        return layers.stream()
                .flatMap(placed -> placed.parameters().stream())
                .filter(parameter -> parameter.role().isTrained() == isTrained)
                .mapToLong(parameter -> parameter.shape().elements())
                .sum();
    }

    /** Draws first values, in the order of the layers. */
    void initialize(Architecture architecture, RandomStream random) {
        for (Architecture.Placed placed : architecture.placed()) {
            for (ParameterSpec parameter : placed.parameters()) {
                try (var _ = TensorScope.open();
                        var _ = GradientMode.off()) {
                    named(placed.name() + "." + parameter.name())
                            .copyFrom_(architecture.initializer().initial(parameter, random));
                }
            }
        }
    }

    /** All tensors by name, such as {@code 3.conv.weight}, in the order of the layers. */
    public Map<String, Tensor> byName() {
        return Collections.unmodifiableMap(byName);
    }

    /**
     * One tensor by name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Tensor named(String name) {
        Tensor tensor = byName.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no parameter '" + name + "' among " + byName.keySet());
        }
        return tensor;
    }

    /** What gradients are taken for, in the order of the layers. */
    public List<Tensor> trainedViews() {
        return Collections.unmodifiableList(trainedViews);
    }

    /** The names of {@link #trainedViews}, in their order. */
    List<String> trainedNames() {
        return byName.entrySet().stream()
                .filter(entry -> entry.getValue().requiresGradient())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Zeros in the order, the shapes and the memory layout of {@link #trainedViews}, owned by the open scope. */
    List<Tensor> zeroGradients() {
        try (var _ = GradientMode.off()) {
            return trainedViews.stream().map(view -> view.copy().fill_(0)).toList();
        }
    }

    /** All trained numbers in one row. */
    public Tensor trained() {
        return trained;
    }

    /** All running statistics in one row; empty for a network without normalization. */
    public Tensor statistics() {
        return statistics;
    }

    /** The name of the first tensor that holds NaN or an infinity, or null when all is well. */
    public @Nullable String firstNonFinite() {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            // A sum is finite only if every term is, and costs one pass.
            if (Double.isFinite(trained.sum().add(statistics.sum()).item())) {
                return null;
            }
        }
        return byName.entrySet().stream()
                .filter(entry -> !entry.getValue().isFinite())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    ParameterGroup ofLayer(int index) {
        return byLayer.get(index);
    }

    @Override
    public void close() {
        byName.values().forEach(Tensor::close);
        trained.close();
        statistics.close();
    }
}
