package dev.duello.autoencoder;

import dev.duello.data.Batch;
import dev.duello.data.Dataset;
import dev.duello.data.SpreadSamples;
import dev.duello.learn.LatestMeasurement;
import dev.duello.learn.Learner;
import dev.duello.learn.LearnerProgress;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.Model;
import dev.duello.learn.Monitor;
import dev.duello.learn.Weights;
import dev.duello.nn.Adam;
import dev.duello.nn.Annealing;
import dev.duello.nn.GradientRule;
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
 * they are shown (Hinton and Salakhutdinov, 2006). Nothing in it makes codes of new samples: those are drawn from a distribution
 * that is fitted to the codes of the training samples, see {@link LatentDistribution}.
 */
final class Autoencoder implements Learner {
    static final String DISTRIBUTION = "latent-distribution";

    /** Training samples that the distribution of codes is fitted to, at most: many times the length of a code. */
    private static final int FITTED = 5_000;

    private final AutoencoderSettings settings;
    private final EncoderDecoder networks;
    private final LatentDistribution distribution;
    private final Adam optimizer;
    private final GradientRule gradients;
    private final LearnerProgress progress;
    private final AutoencoderModel model;
    private final LatestMeasurement heldOut = new LatestMeasurement();
    private Annealing annealing;
    /** Samples seen when the distribution was fitted; negative before. */
    private long fittedAt = -1;

    Autoencoder(AutoencoderSettings settings, LearnerSetup setup) {
        this.settings = settings;
        this.annealing = setup.annealing();
        this.gradients = setup.gradientRule();
        Device device = setup.compute().device();
        try (CloseOnFailure opened = new CloseOnFailure()) {
            networks = opened.add(new EncoderDecoder(setup, settings.ema()));
            distribution = opened.add(settings.density().distribution(settings.latent(), device));
            optimizer = opened.add(new Adam(networks.parameters()));
            opened.succeeded();
        }
        progress = LearnerProgress.of(optimizer, gradients.streams());
        model = new AutoencoderModel(
                networks.live(), distribution, networks.decoder().architecture(), device);
    }

    @Override
    public boolean seesOnlyWhatIsAsked() {
        return true;
    }

    @Override
    public Map<String, Double> step(Batch batch) {
        Tensor samples = batch.samples();
        ReconstructionLosses losses =
                new ReconstructionLosses(settings.loss(), networks.encoder(), networks.decoder(), samples);
        try (var _ = TensorScope.open()) {
            optimizer.step(
                    gradients.gradients(losses, networks.parameters()),
                    settings.optimizer().at(annealing.at(progress.samplesSeen())));
        }
        progress.saw(losses.size());
        networks.updateAverage(progress.samplesSeen(), losses.size());
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
        if (fittedAt == progress.samplesSeen()) {
            return;
        }
        SpreadSamples some = SpreadSamples.of(samples, FITTED);
        try (var _ = TensorScope.open()) {
            Tensor codes = Tensors.zeros(model.device(), some.count(), settings.latent());
            some.forEachBatch(
                    model.device(),
                    (start, batch) ->
                            codes.narrow(0, start, batch.size(0)).copyFrom_(model.codes(batch, Weights.AVERAGE)));
            distribution.fit(codes);
        }
        fittedAt = progress.samplesSeen();
    }

    @Override
    public Model model() {
        return model;
    }

    @Override
    public Monitor monitor(Dataset samples, long seed) {
        return new AutoencoderMonitor(model, settings.loss(), samples, heldOut);
    }

    @Override
    public Map<String, Map<String, Tensor>> tensors() {
        Map<String, Map<String, Tensor>> files = networks.tensors();
        files.put(DISTRIBUTION, distribution.tensors());
        files.put("optimizer", optimizer.tensors());
        return files;
    }

    @Override
    public Map<String, Map<String, String>> metadata() {
        Map<String, Map<String, String>> files = networks.metadata();
        files.put(DISTRIBUTION, AutoencoderModel.metadata(settings.density()));
        return files;
    }

    @Override
    public Map<String, Long> counters() {
        return progress.counters();
    }

    @Override
    public void restoreCounters(Map<String, Long> counters) {
        progress.restore(counters);
        // The distribution is saved with the weights that it was fitted to.
        fittedAt = progress.samplesSeen();
    }

    @Override
    public void annealing(Annealing other) {
        annealing = other;
    }

    @Override
    public void halveRates() {
        progress.halveRates();
    }

    @Override
    public @Nullable String firstNonFinite() {
        return networks.firstNonFinite();
    }

    @Override
    public void close() {
        optimizer.close();
        distribution.close();
        networks.close();
    }
}
