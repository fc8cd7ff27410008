package dev.duello.nn;

import dev.duello.nn.LayerWeights.Mode;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.List;

/** An architecture with numbers in it: what can be run and trained. Whoever makes it closes it. Not thread-safe. */
public final class Network implements AutoCloseable {
    private final Architecture architecture;
    private final List<Architecture.Placed> layers;
    private final Parameters parameters;
    private final Device device;
    private final Precision precision;

    private Network(Architecture architecture, Device device, Precision precision) {
        this.architecture = architecture;
        this.layers = architecture.placed();
        this.device = device;
        this.precision = precision;
        this.parameters = new Parameters(architecture, device);
    }

    /** A network with first values drawn from {@code random}. */
    public static Network initialized(
            Architecture architecture, Device device, Precision precision, RandomStream random) {
        try (CloseOnFailure opened = new CloseOnFailure()) {
            Network network = opened.add(new Network(architecture, device, precision));
            network.parameters.initialize(architecture, random);
            opened.succeeded();
            return network;
        }
    }

    /** A network of zeros, to be filled from a file or from another network. */
    public static Network blank(Architecture architecture, Device device, Precision precision) {
        return new Network(architecture, device, precision);
    }

    /**
     * Runs all layers.
     *
     * @param input {@code [N, ...]} with the architecture's input shape
     * @return {@code [N, ...]} float32, with the architecture's output shape
     */
    public Tensor forward(Tensor input, Mode mode) {
        return forward(input, mode, layers.size());
    }

    /**
     * Runs the first {@code count} layers only, such as all but the last of a classifier for its features.
     *
     * @return float32
     */
    public Tensor forward(Tensor input, Mode mode, int count) {
        return forward(input, mode, 0, count);
    }

    /** Runs the last layer alone on what the others made of an input. */
    public Tensor forwardLast(Tensor input) {
        return forward(input, Mode.EVALUATE, layers.size() - 1, layers.size());
    }

    private Tensor forward(Tensor input, Mode mode, int from, int to) {
        Tensor value = input;
        int classes = architecture.classes();
        Tensor known = classes > 0 && from == 0 ? input.narrow(1, input.size(1) - classes, classes) : null;
        for (int i = from; i < to; i++) {
            Layer layer = layers.get(i).layer();
            boolean mayReplace = i > from && layers.get(i - 1).layer().givesAway();
            boolean isFirst = i == from;
            Tensor next;
            // What lies between is freed at once, but for what a gradient will want.
            try (var _ = TensorScope.open()) {
                LayerWeights weights = new LayerWeights(parameters.ofLayer(i), mode, precision.compute(), known);
                if (mode == Mode.EVALUATE
                        && i + 1 < to
                        && FoldedNorm.suits(layer, layers.get(i + 1).layer())) {
                    i++;
                    weights = FoldedNorm.weights(
                            layer, weights, (BatchNorm) layers.get(i).layer(), parameters.ofLayer(i));
                }
                next = mayReplace && layer instanceof Activation activation
                        ? activation.replace(value)
                        : layer.forward(value, weights);
                next.keep();
            }
            if (!isFirst) {
                value.close();
            }
            value = next;
        }
        return to > from ? value.handOver().to(DType.FLOAT32) : value.to(DType.FLOAT32);
    }

    public Architecture architecture() {
        return architecture;
    }

    public Parameters parameters() {
        return parameters;
    }

    public Device device() {
        return device;
    }

    public Precision precision() {
        return precision;
    }

    @Override
    public void close() {
        parameters.close();
    }
}
