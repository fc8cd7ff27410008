package dev.duello.nn;

import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An architecture with numbers in it: what can be run and trained. Whoever makes it closes it. Not thread-safe. */
public final class Network implements AutoCloseable {
    private final Architecture architecture;
    private final List<Layer> layers;
    private final Parameters parameters;
    private final Device device;
    private final Precision precision;

    private Network(Architecture architecture, Device device, Precision precision) {
        this(architecture, device, precision, new Parameters(architecture, device));
    }

    private Network(Architecture architecture, Device device, Precision precision, Parameters parameters) {
        this.architecture = architecture;
        this.layers = architecture.layers();
        this.device = device;
        this.precision = precision;
        this.parameters = parameters;
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
     * One network that does what several do one after the other, with numbers of its own, float32 on the CPU. Whoever asks for
     * it closes it.
     *
     * @param networks at least one; each takes what the one before makes
     */
    public static Network chained(List<Network> networks) {
        List<Layer> layers = new ArrayList<>();
        networks.forEach(network -> layers.addAll(network.layers));
        Architecture first = networks.getFirst().architecture;
        try (CloseOnFailure opened = new CloseOnFailure();
                var _ = GradientMode.off()) {
            Network chain = opened.add(
                    blank(new Architecture(first.inputs(), layers, first.initializer()), Device.CPU, Precision.FP32));
            Iterator<Tensor> targets = chain.parameters.byName().values().iterator();
            for (Network network : networks) {
                network.parameters
                        .byName()
                        .values()
                        .forEach(tensor -> targets.next().copyFrom_(tensor));
            }
            opened.succeeded();
            return chain;
        }
    }

    /** A network with numbers of its own or of a {@link NetworkGroup}. */
    static Network of(Architecture architecture, Device device, Precision precision, Parameters parameters) {
        return new Network(architecture, device, precision, parameters);
    }

    /**
     * Runs all layers.
     *
     * @param input {@code [N, ...]} with the architecture's input shape
     * @return {@code [N, ...]} float32, with the architecture's output shape
     */
    public Tensor forward(Tensor input, Mode mode) {
        return forward(input, ForwardPass.of(mode, precision.compute()));
    }

    /** Runs all layers with named inputs, noise or a tape. */
    public Tensor forward(Tensor input, ForwardPass pass) {
        return forward(input, pass, 0, layers.size());
    }

    /** A pass in this network's precision, with named inputs and perhaps a tape. */
    public ForwardPass pass(Mode mode, Map<String, Tensor> inputs, @Nullable Tape tape) {
        return new ForwardPass(mode, precision.compute(), inputs, null, tape);
    }

    /**
     * Runs the first {@code count} layers only, such as all but the last of a classifier for its features.
     *
     * @return float32
     */
    public Tensor forward(Tensor input, Mode mode, int count) {
        return forward(input, ForwardPass.of(mode, precision.compute()), 0, count);
    }

    /** Runs the last layer alone on what the others made of an input. */
    public Tensor forwardLast(Tensor input) {
        return forward(input, ForwardPass.of(Mode.EVALUATE, precision.compute()), layers.size() - 1, layers.size());
    }

    /**
     * Runs the layers from {@code from} to before {@code to}.
     *
     * @param input what layer {@code from} gets, {@code [N, ...]}
     * @return float32
     */
    public Tensor forward(Tensor input, ForwardPass pass, int from, int to) {
        return Interpreter.run(layers, from, to, parameters::ofLayer, input, pass)
                .to(DType.FLOAT32);
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
