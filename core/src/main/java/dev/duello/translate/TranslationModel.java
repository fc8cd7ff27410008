package dev.duello.translate;

import dev.duello.learn.Model;
import dev.duello.learn.ModelPart;
import dev.duello.learn.NetworkStore;
import dev.duello.learn.Networks;
import dev.duello.learn.StoredNetworks;
import dev.duello.learn.Translator;
import dev.duello.learn.Weights;
import dev.duello.nn.Architecture;
import dev.duello.nn.Conv;
import dev.duello.nn.Layer;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Parallel;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A generator that makes images of images, with its moving average. It makes none of latents alone. */
final class TranslationModel implements Model, Translator {
    private final Networks networks;
    private final TranslationShape shape;
    private final int multiple;
    private final Device device;

    TranslationModel(Networks networks, Architecture generator, Device device) {
        this.networks = networks;
        this.shape = TranslationShape.of(generator);
        this.multiple = multiple(generator.layers());
        this.device = device;
    }

    /** A model of which nothing is loaded yet. */
    static TranslationModel stored(NetworkStore store, Device device, Precision precision) {
        return new TranslationModel(
                new StoredNetworks(store, device, precision), store.architecture(PairTranslator.AVERAGE), device);
    }

    /** Twice as much for each halving on the longest way through the layers. */
    private static int multiple(List<Layer> layers) {
        int multiple = 1;
        for (Layer layer : layers) {
            multiple *= switch (layer) {
                case Conv conv -> conv.stride().at(0);
                case Parallel parallel ->
                    parallel.branches().stream()
                            .mapToInt(branch -> multiple(branch.layers()))
                            .max()
                            .orElse(1);
                default -> 1;
            };
        }
        return multiple;
    }

    @Override
    public Optional<Translator> translator() {
        return Optional.of(this);
    }

    @Override
    public Shape sourceShape() {
        return shape.source();
    }

    @Override
    public int factor() {
        return shape.factor();
    }

    @Override
    public int multiple() {
        return multiple;
    }

    @Override
    public boolean fillsHoles() {
        return shape.fillsHoles();
    }

    @Override
    public boolean isRandom() {
        return shape.noise() > 0;
    }

    @Override
    public Tensor translate(Tensor sources, @Nullable Tensor labels, RandomStream noise, Weights weights) {
        try (var _ = GradientMode.off()) {
            Network network = generatorOf(weights);
            Condition condition = Condition.of(sources, labels, shape.classes());
            Tensor drawn = isRandom() ? noise.normal(device, sources.size(0), shape.noise()) : null;
            return network.forward(sources, network.pass(Mode.EVALUATE, condition.inputs(drawn), null));
        }
    }

    private Network generatorOf(Weights weights) {
        return networks.get(weights == Weights.AVERAGE ? PairTranslator.AVERAGE : PairTranslator.GENERATOR);
    }

    @Override
    public Optional<Network> part(ModelPart part, Weights weights) {
        return part == ModelPart.GENERATOR
                ? Optional.of(Network.chained(List.of(generatorOf(weights))))
                : Optional.empty();
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public Shape sampleShape() {
        return shape.target();
    }

    @Override
    public int classes() {
        return shape.classes();
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
        return new UnsupportedOperationException("a translator makes no samples of latents alone");
    }

    @Override
    public void close() {
        networks.close();
    }
}
