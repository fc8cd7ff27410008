package dev.duello.gan;

import dev.duello.learn.Critic;
import dev.duello.learn.Latents;
import dev.duello.learn.Model;
import dev.duello.learn.ModelPart;
import dev.duello.learn.NetworkStore;
import dev.duello.learn.NetworkView;
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
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A generator with its moving average and its discriminator, as they are saved or as a {@link GanLearner} has them at present.
 */
final class GanModel implements Model, Critic {
    private final Networks networks;
    private final Device device;
    private final Architecture generator;
    private final Latents latents;

    /** @param classShares how often each class occurs in the data; empty for a generator that knows no classes */
    GanModel(Networks networks, Architecture generator, List<Double> classShares, Device device) {
        this.networks = networks;
        this.device = device;
        this.generator = generator;
        latents = new Latents(Math.toIntExact(generator.input().elements()), classShares);
    }

    /** A model of which nothing is loaded yet. */
    static GanModel stored(NetworkStore store, List<Double> classShares, Device device, Precision precision) {
        return new GanModel(
                new StoredNetworks(store, device, precision),
                store.architecture(GanLearner.GENERATOR),
                classShares,
                device);
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public Shape latentShape() {
        return latents.shape();
    }

    @Override
    public Shape sampleShape() {
        return generator.output();
    }

    @Override
    public Tensor latents(int count, RandomStream random) {
        return latents.draw(count, random, device);
    }

    @Override
    public Tensor latentsOfClass(int label, int count, RandomStream random) {
        long[] labels = new long[count];
        Arrays.fill(labels, label);
        return latents.draw(Tensors.of(labels, count).to(device), random, device);
    }

    @Override
    public Tensor sample(Tensor z, Weights weights) {
        try (var _ = GradientMode.off()) {
            return latents.generate(generatorOf(weights), z, Mode.EVALUATE, null);
        }
    }

    private Network generatorOf(Weights weights) {
        return networks.get(weights == Weights.AVERAGE ? GanLearner.AVERAGE : GanLearner.GENERATOR);
    }

    @Override
    public Optional<NetworkView> generator(Weights weights) {
        return Optional.of(new NetworkView(
                generatorOf(weights), latents::noiseOf, latents::namedInputs, UnaryOperator.identity()));
    }

    @Override
    public Tensor logits(Tensor images) {
        try (var _ = GradientMode.off()) {
            return latents.ofBestClass(networks.get(GanLearner.DISCRIMINATOR).forward(images, Mode.EVALUATE));
        }
    }

    @Override
    public Tensor logits(Tensor images, int label) {
        try (var _ = GradientMode.off()) {
            return ofClass(networks.get(GanLearner.DISCRIMINATOR).forward(images, Mode.EVALUATE), label);
        }
    }

    private static Tensor ofClass(Tensor logits, int label) {
        return logits.narrow(1, label, 1).reshape(-1);
    }

    @Override
    public Optional<NetworkView> view() {
        return Optional.of(discriminator(latents::ofBestClass));
    }

    @Override
    public Optional<NetworkView> view(int label) {
        return Optional.of(discriminator(logits -> ofClass(logits, label)));
    }

    private NetworkView discriminator(UnaryOperator<Tensor> result) {
        return new NetworkView(networks.get(GanLearner.DISCRIMINATOR), UnaryOperator.identity(), _ -> Map.of(), result);
    }

    @Override
    public int classes() {
        return generator.classes();
    }

    @Override
    public Optional<Critic> critic() {
        return Optional.of(this);
    }

    @Override
    public Optional<Network> part(ModelPart part, Weights weights) {
        return switch (part) {
            case GENERATOR -> Optional.of(Network.chained(List.of(generatorOf(weights))));
            case DISCRIMINATOR -> Optional.of(Network.chained(List.of(networks.get(GanLearner.DISCRIMINATOR))));
            case ENCODER, CLASSIFIER -> Optional.empty();
        };
    }

    @Override
    public void close() {
        networks.close();
    }
}
