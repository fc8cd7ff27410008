package dev.duello.classify;

import dev.duello.learn.Model;
import dev.duello.learn.ModelPart;
import dev.duello.learn.NetworkStore;
import dev.duello.learn.Networks;
import dev.duello.learn.StoredNetworks;
import dev.duello.learn.Weights;
import dev.duello.nn.Architecture;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import java.util.List;
import java.util.Optional;

/** A classifier, as it is saved or as a {@link ClassifierLearner} has it at present. It makes no samples. */
final class ClassifierModel implements Model {
    private final Networks networks;
    private final Architecture architecture;
    private final Device device;

    ClassifierModel(Networks networks, Architecture architecture, Device device) {
        this.networks = networks;
        this.architecture = architecture;
        this.device = device;
    }

    /** A model of which nothing is loaded yet. */
    static ClassifierModel stored(NetworkStore store, Device device, Precision precision) {
        return new ClassifierModel(
                new StoredNetworks(store, device, precision), store.architecture(ClassifierLearner.CLASSIFIER), device);
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public Shape sampleShape() {
        return architecture.input();
    }

    @Override
    public int classes() {
        return Math.toIntExact(architecture.output().elements());
    }

    /** The classes of samples {@code [N, C, H, W]}, before the softmax: {@code [N, classes]}. */
    Tensor logits(Tensor samples) {
        try (var _ = GradientMode.off()) {
            return networks.get(ClassifierLearner.CLASSIFIER).forward(samples, Mode.EVALUATE);
        }
    }

    @Override
    public Shape latentShape() {
        throw makesNone();
    }

    @Override
    public Tensor latents(int count, RandomStream random) {
        throw makesNone();
    }

    @Override
    public Tensor latentsOfClass(int label, int count, RandomStream random) {
        throw makesNone();
    }

    @Override
    public Tensor sample(Tensor latents, Weights weights) {
        throw makesNone();
    }

    private static UnsupportedOperationException makesNone() {
        return new UnsupportedOperationException("a classifier makes no samples");
    }

    @Override
    public Optional<Network> part(ModelPart part, Weights weights) {
        return part == ModelPart.CLASSIFIER
                ? Optional.of(Network.chained(List.of(networks.get(ClassifierLearner.CLASSIFIER))))
                : Optional.empty();
    }

    @Override
    public void close() {
        networks.close();
    }
}
