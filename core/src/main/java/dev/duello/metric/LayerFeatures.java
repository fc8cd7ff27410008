package dev.duello.metric;

import dev.duello.data.SampleFormat;
import dev.duello.data.Sha256;
import dev.duello.learn.FeatureMaps;
import dev.duello.network.ConvClassifier;
import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.ForwardPass;
import dev.duello.nn.Layer;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.nn.Spectrogram;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A network of layers whose last layer is left out: what that layer would see are the features. */
final class LayerFeatures implements FeatureNetwork {
    private final String name;
    private final Network network;
    private final int classes;

    private LayerFeatures(String kind, Network network, int classes) {
        boolean seesSpectrograms = network.architecture().layers().getFirst() instanceof Spectrogram;
        boolean seesVolumes = network.architecture().input().spatial().size() == 3;
        this.name = kind + (seesSpectrograms ? "-spectrogram-" : seesVolumes ? "-3d-" : "-") + hash(network);
        this.network = network;
        this.classes = classes;
    }

    /** The features of a trained classifier, which is closed with them. */
    static LayerFeatures of(Classifier classifier) {
        return new LayerFeatures(
                "classifier", classifier.network(), classifier.classes().size());
    }

    /** Random weights, always the same ones: better than pixels, worse than anything trained. */
    static LayerFeatures random(SampleFormat format) {
        Network network = Network.initialized(
                ConvClassifier.architecture(new Shape(format.shape()), ConvClassifier.WIDTH, 2),
                Device.CPU,
                Precision.FP32,
                new RandomStream("random-features", 0));
        return new LayerFeatures("random", network, 0);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int dimensions() {
        List<Architecture.Placed> placed = network.architecture().placed();
        return Math.toIntExact(placed.getLast().input().elements());
    }

    @Override
    public Tensor features(MemorySegment pixels, int count, SampleFormat format) {
        Shape wanted = network.architecture().input();
        if (!wanted.equals(new Shape(format.shape()))) {
            throw new IllegalArgumentException(name + " looks at samples of " + wanted + ", not of " + format + ".");
        }
        try (var _ = GradientMode.off()) {
            Tensor images = format.toTensor(pixels, count, network.device());
            return network.forward(
                            images,
                            Mode.EVALUATE,
                            network.architecture().layers().size() - 1)
                    .to(Device.CPU);
        }
    }

    @Override
    public Optional<UnaryOperator<Tensor>> differentiable() {
        return Optional.of(images -> network.forward(
                images, Mode.EVALUATE, network.architecture().layers().size() - 1));
    }

    /** What each activation gives: of every convolution, and the features. */
    @Override
    public Optional<FeatureMaps> maps() {
        return Optional.of(images -> {
            List<Layer> layers = network.architecture().layers();
            ForwardPass pass = network.pass(Mode.EVALUATE, Map.of(), null);
            List<Tensor> maps = new ArrayList<>();
            Tensor value = images.to(network.device());
            int from = 0;
            for (int i = 0; i < layers.size(); i++) {
                if (layers.get(i) instanceof Activation) {
                    value = network.forward(value, pass, from, i + 1);
                    maps.add(value);
                    from = i + 1;
                }
            }
            return List.copyOf(maps);
        });
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public Tensor logits(Tensor features) {
        if (classes == 0) {
            throw new UnsupportedOperationException(name + " is not a classifier.");
        }
        try (var _ = GradientMode.off()) {
            return network.forwardLast(features.to(network.device())).to(Device.CPU);
        }
    }

    private static String hash(Network network) {
        try (var _ = TensorScope.open()) {
            Sha256 digest = new Sha256();
            for (Tensor numbers :
                    List.of(network.parameters().trained(), network.parameters().statistics())) {
                byte[] bytes = MemorySegment.ofArray(numbers.toFloats()).toArray(ValueLayout.JAVA_BYTE);
                digest.add(bytes, 0, bytes.length);
            }
            return digest.hex().substring(0, 8);
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
