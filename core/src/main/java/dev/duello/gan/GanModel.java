package dev.duello.gan;

import dev.duello.nn.Architecture;
import dev.duello.nn.Learner.Weights;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link Duel} leaves to those who only use it: no optimizer, and each network only from when it is first needed.
 * Whoever makes it closes it. Not thread-safe.
 */
public final class GanModel implements AutoCloseable {
    /** Where networks are saved, by the names that {@link Duel#tensors} gives them. */
    public interface Store {
        /** How a network was built. */
        Architecture architecture(String name);

        /** Fills tensors with the saved numbers. */
        void load(String name, Map<String, Tensor> tensors);
    }

    private final Store store;
    private final Device device;
    private final Precision precision;
    private final Architecture generator;
    private final Latents latents;
    private final Map<String, Network> networks = new LinkedHashMap<>();

    /**
     * A model of which nothing is loaded yet.
     *
     * @param classShares how often each class occurs in the data; empty for a generator that knows no classes
     */
    public GanModel(Store store, List<Double> classShares, Device device, Precision precision) {
        this.store = store;
        this.device = device;
        this.precision = precision;
        generator = store.architecture(Duel.GENERATOR);
        latents = new Latents(Math.toIntExact(generator.input().elements()), classShares);
    }

    /** Where its tensors are. */
    public Device device() {
        return device;
    }

    /** The shape of one latent. */
    public Shape latentShape() {
        return latents.shape();
    }

    /** The shape of one image, {@code [C, H, W]}. */
    public Shape imageShape() {
        return generator.output();
    }

    /** Latents {@code [count, latent shape]}, their classes as often as in the data. */
    public Tensor latents(int count, RandomStream random) {
        return latents.draw(count, random, device);
    }

    /** Latents {@code [count, latent shape]} of one class, by its label. */
    public Tensor latentsOfClass(int label, int count, RandomStream random) {
        long[] labels = new long[count];
        Arrays.fill(labels, label);
        return latents.draw(Tensors.of(labels, count).to(device), random, device);
    }

    /**
     * Makes images, each independent of its neighbors.
     *
     * @param z {@code [N, latent shape]}
     * @return {@code [N, C, H, W]} in [-1, 1], float32
     */
    public Tensor sample(Tensor z, Weights weights) {
        try (var _ = GradientMode.off()) {
            return latents.generate(
                    network(weights == Weights.AVERAGE ? Duel.AVERAGE : Duel.GENERATOR), z, Mode.EVALUATE);
        }
    }

    /**
     * What the discriminator makes of images, each on its own.
     *
     * @param images {@code [N, C, H, W]} in [-1, 1]
     * @return logits {@code [N]}: positive means real; of a discriminator that knows classes, of the class that suits best
     */
    public Tensor logits(Tensor images) {
        try (var _ = GradientMode.off()) {
            return latents.ofBestClass(network(Duel.DISCRIMINATOR).forward(images, Mode.EVALUATE));
        }
    }

    /**
     * What the discriminator makes of images as images of one class.
     *
     * @param label of a discriminator that knows classes
     * @return logits {@code [N]}
     */
    public Tensor logits(Tensor images, int label) {
        try (var _ = GradientMode.off()) {
            return network(Duel.DISCRIMINATOR)
                    .forward(images, Mode.EVALUATE)
                    .narrow(1, label, 1)
                    .reshape(-1);
        }
    }

    private Network network(String name) {
        Network loaded = networks.get(name);
        if (loaded != null) {
            return loaded;
        }
        Network network = Network.blank(store.architecture(name), device, precision);
        try {
            store.load(name, network.parameters().byName());
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
        networks.put(name, network);
        return network;
    }

    @Override
    public void close() {
        networks.values().forEach(Network::close);
    }
}
