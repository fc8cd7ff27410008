package dev.duello.autoencoder;

import dev.duello.learn.Encoder;
import dev.duello.learn.Model;
import dev.duello.learn.ModelPart;
import dev.duello.learn.NetworkStore;
import dev.duello.learn.NetworkView;
import dev.duello.learn.Networks;
import dev.duello.learn.ObjectMappers;
import dev.duello.learn.StoredNetworks;
import dev.duello.learn.Weights;
import dev.duello.nn.Architecture;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An encoder and a decoder with their moving averages, as they are saved or as an {@link Autoencoder} has them at present. Its
 * latents are standardized by the distribution of the codes of the training samples, so that standard normal ones give samples.
 */
final class AutoencoderModel implements Model, Encoder {
    private static final String DENSITY = "density";

    private final Networks networks;
    private final LatentDistribution distribution;
    private final Architecture decoder;
    private final Device device;

    AutoencoderModel(Networks networks, LatentDistribution distribution, Architecture decoder, Device device) {
        this.networks = networks;
        this.distribution = distribution;
        this.decoder = decoder;
        this.device = device;
    }

    /** What tells the distribution of a saved model. */
    static Map<String, String> metadata(LatentDensity density) {
        return Map.of(DENSITY, ObjectMappers.JSON.convertValue(density, String.class));
    }

    /** A model of whose networks nothing is loaded yet. */
    static AutoencoderModel stored(NetworkStore store, Device device, Precision precision) {
        Architecture decoder = store.architecture(EncoderDecoder.DECODER);
        try (CloseOnFailure opened = new CloseOnFailure()) {
            LatentDensity density = ObjectMappers.JSON.convertValue(
                    store.metadata(Autoencoder.DISTRIBUTION).getOrDefault(DENSITY, "gaussian"), LatentDensity.class);
            LatentDistribution distribution = opened.add(
                    density.distribution(Math.toIntExact(decoder.input().elements()), device));
            store.load(Autoencoder.DISTRIBUTION, distribution.tensors());
            Networks networks = new Stored(new StoredNetworks(store, device, precision), distribution);
            opened.succeeded();
            return new AutoencoderModel(networks, distribution, decoder, device);
        }
    }

    /** Closes the distribution with the networks: both were read for this model alone. */
    private record Stored(StoredNetworks networks, LatentDistribution distribution) implements Networks {
        @Override
        public Network get(String name) {
            return networks.get(name);
        }

        @Override
        public void close() {
            distribution.close();
            networks.close();
        }
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public Shape sampleShape() {
        return decoder.output();
    }

    @Override
    public Shape latentShape() {
        return Shape.of(distribution.latentLength());
    }

    @Override
    public int classes() {
        return 0;
    }

    @Override
    public Tensor latents(int count, RandomStream random) {
        return random.normal(device, count, latentShape().elements());
    }

    /** @throws IllegalArgumentException always: it knows no classes */
    @Override
    public Tensor latentsOfClass(int label, int count, RandomStream random) {
        throw new IllegalArgumentException("an autoencoder knows no classes");
    }

    @Override
    public Tensor sample(Tensor latents, Weights weights) {
        try (var _ = GradientMode.off()) {
            return decoderOf(weights).forward(distribution.codes(latents), Mode.EVALUATE);
        }
    }

    private Network decoderOf(Weights weights) {
        return networks.get(weights == Weights.AVERAGE ? EncoderDecoder.DECODER_AVERAGE : EncoderDecoder.DECODER);
    }

    @Override
    public Optional<NetworkView> generator(Weights weights) {
        return Optional.of(
                new NetworkView(decoderOf(weights), distribution::codes, _ -> Map.of(), UnaryOperator.identity()));
    }

    @Override
    public Tensor encode(Tensor samples, Weights weights) {
        try (var _ = GradientMode.off()) {
            return distribution.latents(codes(samples, weights));
        }
    }

    /** What the encoder itself makes of samples, {@code [N, latent]}. */
    Tensor codes(Tensor samples, Weights weights) {
        try (var _ = GradientMode.off()) {
            return encoderOf(weights).forward(samples, Mode.EVALUATE);
        }
    }

    private Network encoderOf(Weights weights) {
        return networks.get(weights == Weights.AVERAGE ? EncoderDecoder.ENCODER_AVERAGE : EncoderDecoder.ENCODER);
    }

    @Override
    public Optional<Encoder> encoder() {
        return Optional.of(this);
    }

    @Override
    public Optional<Network> part(ModelPart part, Weights weights) {
        return switch (part) {
            case GENERATOR ->
                distribution.codesNetwork().map(codes -> {
                    try (codes) {
                        return Network.chained(List.of(codes, decoderOf(weights)));
                    }
                });
            case ENCODER ->
                distribution.latentsNetwork().map(latents -> {
                    try (latents) {
                        return Network.chained(List.of(encoderOf(weights), latents));
                    }
                });
            case DISCRIMINATOR, CLASSIFIER -> Optional.empty();
        };
    }

    @Override
    public void close() {
        networks.close();
    }
}
