package dev.duello.autoencoder.variational;

import dev.duello.autoencoder.EncoderDecoder;
import dev.duello.learn.Encoder;
import dev.duello.learn.Latents;
import dev.duello.learn.LikelihoodBound;
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
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A variational autoencoder as it is saved, or as a learner has it at present. */
final class VaeModel implements Model, Encoder, LikelihoodBound {
    /** The name of what belongs to the likelihood among the saved tensors. */
    static final String LIKELIHOOD = "likelihood";

    private static final String RECONSTRUCTION = "reconstruction";

    private final Networks networks;
    private final DecodedLikelihood likelihood;
    private final FittedVariance variance;
    private final Architecture decoder;
    private final Device device;

    VaeModel(
            Networks networks,
            DecodedLikelihood likelihood,
            FittedVariance variance,
            Architecture decoder,
            Device device) {
        this.networks = networks;
        this.likelihood = likelihood;
        this.variance = variance;
        this.decoder = decoder;
        this.device = device;
    }

    /** What tells the likelihood of a saved model. */
    static Map<String, String> metadata(Reconstruction reconstruction) {
        return Map.of(RECONSTRUCTION, ObjectMappers.JSON.convertValue(reconstruction, String.class));
    }

    /** A model of whose networks nothing is loaded yet. */
    static VaeModel stored(NetworkStore store, List<Double> classShares, Device device, Precision precision) {
        Architecture decoder = store.architecture(EncoderDecoder.DECODER);
        Reconstruction reconstruction =
                ObjectMappers.JSON.convertValue(store.metadata(LIKELIHOOD).get(RECONSTRUCTION), Reconstruction.class);
        Latents latents = new Latents(Math.toIntExact(decoder.input().elements()), classShares);
        try (CloseOnFailure opened = new CloseOnFailure()) {
            FittedVariance variance = opened.add(new FittedVariance(0));
            store.load(LIKELIHOOD, variance.tensors());
            Networks networks = new Stored(new StoredNetworks(store, device, precision), variance);
            DecodedLikelihood likelihood = DecodedLikelihood.of(reconstruction, latents, decoder);
            opened.succeeded();
            return new VaeModel(networks, likelihood, variance, decoder, device);
        }
    }

    /** Closes the variance with the networks: both were read for this model alone. */
    private record Stored(StoredNetworks networks, FittedVariance variance) implements Networks {
        @Override
        public Network get(String name) {
            return networks.get(name);
        }

        @Override
        public void close() {
            variance.close();
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
        return latents().shape();
    }

    private Latents latents() {
        return likelihood.latents();
    }

    @Override
    public int classes() {
        return decoder.classes();
    }

    @Override
    public Tensor latents(int count, RandomStream random) {
        return latents().draw(count, random, device);
    }

    @Override
    public Tensor latentsOfClass(int label, int count, RandomStream random) {
        long[] labels = new long[count];
        Arrays.fill(labels, label);
        return latents().draw(Tensors.of(labels, count).to(device), random, device);
    }

    @Override
    public Tensor sample(Tensor latents, Weights weights) {
        try (var _ = GradientMode.off()) {
            return latents().generate(decoderOf(weights), latents, Mode.EVALUATE, null);
        }
    }

    private Network decoderOf(Weights weights) {
        return networks.get(weights == Weights.AVERAGE ? EncoderDecoder.DECODER_AVERAGE : EncoderDecoder.DECODER);
    }

    @Override
    public Optional<NetworkView> generator(Weights weights) {
        return Optional.of(new NetworkView(
                decoderOf(weights), latents()::noiseOf, latents()::namedInputs, UnaryOperator.identity()));
    }

    /** The means of the posteriors; of a model that knows classes, with the class whose reconstruction is the nearest. */
    @Override
    public Tensor encode(Tensor samples, Weights weights) {
        try (var _ = GradientMode.off()) {
            Tensor means = posterior(samples, weights).mean();
            return classes() == 0 ? means : latents().of(means, nearestClasses(samples, means, weights));
        }
    }

    private Tensor nearestClasses(Tensor samples, Tensor means, Weights weights) {
        Tensor nearness = Tensors.zeros(device, samples.size(0), classes());
        for (int label = 0; label < classes(); label++) {
            try (var _ = TensorScope.open()) {
                long[] labels = new long[Math.toIntExact(samples.size(0))];
                Arrays.fill(labels, label);
                Tensor z = latents().of(means, Tensors.of(labels, labels.length).to(device));
                Tensor errors = sample(z, weights).subtract(samples).square();
                nearness.narrow(1, label, 1)
                        .copyFrom_(errors.reshape(labels.length, -1)
                                .sum(1)
                                .negate()
                                .reshape(-1, 1));
            }
        }
        return nearness.argmax();
    }

    /** What the encoder says of the latents of samples. */
    Posterior posterior(Tensor samples, Weights weights) {
        String name = weights == Weights.AVERAGE ? EncoderDecoder.ENCODER_AVERAGE : EncoderDecoder.ENCODER;
        try (var _ = GradientMode.off()) {
            return Posterior.of(networks.get(name).forward(samples, Mode.EVALUATE));
        }
    }

    /**
     * What samples cost given latents, in nats if it is a likelihood.
     *
     * @param z {@code [N, latent shape]}
     * @return {@code [N]}
     */
    Tensor reconstructionNats(Tensor samples, Tensor z, Weights weights) {
        try (var _ = GradientMode.off()) {
            Tensor outputs = likelihood.outputs(decoderOf(weights), z, Mode.EVALUATE, null);
            return likelihood.nats(samples, outputs, variance.value());
        }
    }

    /** Latents {@code [N, latent shape]} of noise and class. */
    Tensor withClasses(Tensor noise, Tensor labels) {
        return latents().of(noise, labels);
    }

    @Override
    public Tensor logWeights(Tensor samples, Tensor labels, int draws, RandomStream random, Weights weights) {
        try (var _ = GradientMode.off()) {
            Posterior posterior = posterior(samples, weights);
            Tensor found = Tensors.zeros(device, samples.size(0), draws);
            for (int draw = 0; draw < draws; draw++) {
                try (var _ = TensorScope.open()) {
                    Tensor noise = random.normal(device, posterior.mean().shape());
                    Tensor z = posterior.latents(noise);
                    Tensor each = posterior
                            .logRatio(z, noise)
                            .subtract(reconstructionNats(samples, withClasses(z, labels), weights));
                    found.narrow(1, draw, 1).copyFrom_(each.reshape(-1, 1));
                }
            }
            return found;
        }
    }

    @Override
    public boolean isDensity() {
        return likelihood.reconstruction() == Reconstruction.GAUSSIAN;
    }

    @Override
    public Optional<LikelihoodBound> likelihood() {
        return likelihood.reconstruction().isLikelihood() ? Optional.of(this) : Optional.empty();
    }

    @Override
    public Optional<Encoder> encoder() {
        return Optional.of(this);
    }

    @Override
    public Optional<Network> part(ModelPart part, Weights weights) {
        return part == ModelPart.GENERATOR
                ? Optional.of(Network.chained(List.of(decoderOf(weights))))
                : Optional.empty();
    }

    @Override
    public void close() {
        networks.close();
    }
}
