package dev.duello.autoencoder;

import dev.duello.data.Batch;
import dev.duello.data.Dataset;
import dev.duello.data.SpreadSamples;
import dev.duello.learn.LatestMeasurement;
import dev.duello.learn.Learner;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.Model;
import dev.duello.learn.Monitor;
import dev.duello.learn.Networks;
import dev.duello.learn.Weights;
import dev.duello.nn.Adam;
import dev.duello.nn.Annealing;
import dev.duello.nn.Architecture;
import dev.duello.nn.GradientRule;
import dev.duello.nn.MovingAverage;
import dev.duello.nn.Network;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plain autoencoder: an encoder makes a short code of a sample, a decoder a sample of a code, and both learn to give back what
 * they are shown (Hinton and Salakhutdinov, 2006). Nothing in it makes codes of new samples: those are drawn from a Gaussian that
 * is fitted to the codes of the training samples, see {@link LatentGaussian}.
 */
final class Autoencoder implements Learner {
    static final String ENCODER = "encoder";
    static final String DECODER = "decoder";
    static final String ENCODER_AVERAGE = "encoder-average";
    static final String DECODER_AVERAGE = "decoder-average";
    static final String DISTRIBUTION = "latent-distribution";

    /** Further than any training draws. */
    private static final long UNDRAWN = 1L << 40;

    /** Training samples that the distribution of codes is fitted to, at most: many times the length of a code. */
    private static final int FITTED = 5_000;

    private final AutoencoderSettings settings;
    private final Network network;
    private final EncoderDecoder parts;
    private final MovingAverage average;
    private final EncoderDecoder averageParts;
    private final LatentGaussian distribution;
    private final Adam optimizer;
    private final GradientRule gradients;
    private final AutoencoderModel model;
    private final LatestMeasurement heldOut = new LatestMeasurement();
    private Annealing annealing;
    private long samplesSeen;
    /** Samples seen when the distribution was fitted; negative before. */
    private long fittedAt = -1;

    Autoencoder(AutoencoderSettings settings, LearnerSetup setup) {
        this.settings = settings;
        this.annealing = setup.annealing();
        this.gradients = setup.gradientRule();
        Architecture encoder = setup.networks().get(ENCODER);
        Architecture decoder = setup.networks().get(DECODER);
        Device device = setup.compute().device();
        try (CloseOnFailure opened = new CloseOnFailure()) {
            network = opened.add(Network.blank(
                    EncoderDecoder.joined(encoder, decoder),
                    device,
                    setup.compute().precision()));
            parts = opened.add(EncoderDecoder.of(network, encoder, decoder));
            parts.initialize(setup.seed());
            average = opened.add(new MovingAverage(
                    network, settings.ema().halfLifeKimg(), settings.ema().rampUp()));
            averageParts = opened.add(EncoderDecoder.of(average.network(), encoder, decoder));
            distribution = opened.add(new LatentGaussian(settings.latent(), device));
            optimizer = opened.add(new Adam(network.parameters()));
            opened.succeeded();
        }
        model = new AutoencoderModel(new Live(), distribution, decoder, device);
    }

    @Override
    public Map<String, Double> step(Batch batch) {
        Tensor samples = batch.samples();
        ReconstructionLosses losses = new ReconstructionLosses(settings.loss(), network, samples);
        try (var _ = TensorScope.open()) {
            optimizer.step(
                    gradients.gradients(losses, network.parameters()),
                    settings.optimizer().at(annealing.at(samplesSeen)));
        }
        samplesSeen += losses.size();
        average.update(samplesSeen, losses.size());
        Map<String, Double> statistics = new LinkedHashMap<>();
        // An empty batch, as a privacy rule may draw it, has no mean.
        if (losses.size() > 0) {
            statistics.put(AutoencoderStatistic.LOSS.key(), losses.mean());
        }
        heldOut.value().ifPresent(value -> statistics.put(AutoencoderStatistic.HELD_OUT.key(), value));
        return statistics;
    }

    /** Fits the distribution of codes, with the averaged encoder. */
    @Override
    public void prepare(Dataset samples) {
        if (fittedAt == samplesSeen) {
            return;
        }
        SpreadSamples some = SpreadSamples.of(samples, FITTED);
        try (var _ = TensorScope.open()) {
            Tensor codes = Tensors.zeros(network.device(), some.count(), settings.latent());
            some.forEachBatch(
                    network.device(),
                    (start, batch) ->
                            codes.narrow(0, start, batch.size(0)).copyFrom_(model.codes(batch, Weights.AVERAGE)));
            distribution.fit(codes);
        }
        fittedAt = samplesSeen;
    }

    @Override
    public Model model() {
        return model;
    }

    /** The networks that learn; they are closed with the learner. */
    private final class Live implements Networks {
        @Override
        public Network get(String name) {
            return switch (name) {
                case ENCODER -> parts.encoder();
                case DECODER -> parts.decoder();
                case ENCODER_AVERAGE -> averageParts.encoder();
                default -> averageParts.decoder();
            };
        }

        @Override
        public void close() {}
    }

    @Override
    public Monitor monitor(Dataset samples, long seed) {
        return new AutoencoderMonitor(model, settings.loss(), samples, heldOut);
    }

    @Override
    public Map<String, Map<String, Tensor>> tensors() {
        Map<String, Map<String, Tensor>> files = new LinkedHashMap<>();
        files.put(ENCODER, parts.encoder().parameters().byName());
        files.put(DECODER, parts.decoder().parameters().byName());
        files.put(ENCODER_AVERAGE, averageParts.encoder().parameters().byName());
        files.put(DECODER_AVERAGE, averageParts.decoder().parameters().byName());
        files.put(DISTRIBUTION, distribution.tensors());
        Map<String, Tensor> moments = new LinkedHashMap<>();
        moments.put("mean", optimizer.mean());
        moments.put("mean-square", optimizer.meanSquare());
        files.put("optimizer", moments);
        return files;
    }

    @Override
    public Map<String, Map<String, String>> metadata() {
        Map<String, String> encoder = parts.encoder().architecture().metadata();
        Map<String, String> decoder = parts.decoder().architecture().metadata();
        return Map.of(ENCODER, encoder, ENCODER_AVERAGE, encoder, DECODER, decoder, DECODER_AVERAGE, decoder);
    }

    @Override
    public Map<String, Long> counters() {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("samples-seen", samplesSeen);
        counters.put("steps", optimizer.steps());
        counters.put("rate-halvings", (long) optimizer.rateHalvings());
        gradients.streams().forEach(stream -> counters.put(stream.name(), stream.position()));
        return counters;
    }

    @Override
    public void restoreCounters(Map<String, Long> counters) {
        samplesSeen = Learner.counter(counters, "samples-seen");
        optimizer.steps(Learner.counter(counters, "steps"));
        optimizer.rateHalvings(Math.toIntExact(Learner.counter(counters, "rate-halvings")));
        gradients.streams().forEach(stream -> stream.position(Learner.counter(counters, stream.name())));
        // The distribution is saved with the weights that it was fitted to.
        fittedAt = samplesSeen;
    }

    @Override
    public void annealing(Annealing other) {
        annealing = other;
    }

    @Override
    public void halveRates() {
        gradients.streams().forEach(stream -> stream.position(stream.position() + UNDRAWN));
        optimizer.rateHalvings(optimizer.rateHalvings() + 1);
    }

    @Override
    public @Nullable String firstNonFinite() {
        if (network.parameters().firstNonFinite() == null) {
            return null;
        }
        String inEncoder = parts.encoder().parameters().firstNonFinite();
        return inEncoder != null
                ? "the encoder, " + inEncoder
                : "the decoder, " + parts.decoder().parameters().firstNonFinite();
    }

    @Override
    public void close() {
        optimizer.close();
        distribution.close();
        averageParts.close();
        average.close();
        parts.close();
        network.close();
    }
}
