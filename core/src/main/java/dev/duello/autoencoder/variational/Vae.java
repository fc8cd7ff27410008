package dev.duello.autoencoder.variational;

import dev.duello.autoencoder.EncoderDecoder;
import dev.duello.data.Batch;
import dev.duello.data.Dataset;
import dev.duello.learn.Latents;
import dev.duello.learn.LatestMeasurement;
import dev.duello.learn.Learner;
import dev.duello.learn.LearnerProgress;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.LogWeights;
import dev.duello.learn.Model;
import dev.duello.learn.Monitor;
import dev.duello.nn.Adam;
import dev.duello.nn.Annealing;
import dev.duello.nn.GradientRule;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A variational autoencoder (Kingma and Welling, 2014): the encoder gives a distribution of latents, near a standard normal one,
 * and the decoder a distribution of samples, so that samples can be drawn from the prior. Where the data has classes the decoder is
 * told them; the encoder sees the sample alone.
 */
final class Vae implements Learner {
    private final VaeSettings settings;
    private final EncoderDecoder networks;
    private final DecodedLikelihood likelihood;
    private final FittedVariance variance;
    private final Adam optimizer;
    private final GradientRule gradients;
    private final RandomStream noise;
    private final LearnerProgress progress;
    private final VaeModel model;
    private final LatestMeasurement heldOut = new LatestMeasurement();
    private final LatestMeasurement active = new LatestMeasurement();
    private Annealing annealing;

    Vae(VaeSettings settings, LearnerSetup setup) {
        this.settings = settings;
        annealing = setup.annealing();
        gradients = setup.gradientRule();
        noise = new RandomStream("posterior-noise", setup.seed());
        Device device = setup.compute().device();
        try (CloseOnFailure opened = new CloseOnFailure()) {
            networks = opened.add(new EncoderDecoder(setup, settings.ema()));
            variance = opened.add(new FittedVariance(settings.variance()));
            optimizer = opened.add(new Adam(networks.parameters()));
            opened.succeeded();
        }
        likelihood = DecodedLikelihood.of(
                settings.reconstruction(),
                new Latents(settings.latent(), setup.samples().classShares()),
                networks.decoder().architecture());
        List<RandomStream> streams = new ArrayList<>(List.of(noise));
        streams.addAll(gradients.streams());
        progress = LearnerProgress.of(optimizer, streams);
        model = new VaeModel(
                networks.live(), likelihood, variance, networks.decoder().architecture(), device);
    }

    @Override
    public boolean seesOnlyWhatIsAsked() {
        return true;
    }

    @Override
    public Map<String, Double> step(Batch batch) {
        Tensor drawn = noise.normal(model.device(), batch.samples().size(0), settings.latent());
        return stepAt(annealing.at(progress.samplesSeen()), batch, drawn);
    }

    /** One step with schedules so far, 0 to 1, and given noise {@code [N, latent]}. */
    Map<String, Double> stepAt(double now, Batch batch, Tensor drawn) {
        DivergenceTerm term = settings.kl().at(now);
        VaeLosses losses = losses(term, batch, drawn);
        try (var _ = TensorScope.open()) {
            optimizer.step(
                    gradients.gradients(losses, networks.parameters()),
                    settings.optimizer().at(now));
        }
        progress.saw(losses.size());
        networks.updateAverage(progress.samplesSeen(), losses.size());
        Map<String, Double> statistics = new LinkedHashMap<>();
        // An empty batch, as a privacy rule may draw it, has no mean.
        if (losses.size() > 0) {
            variance.follow(losses.variance());
            describe(losses.means(), term, statistics);
        }
        heldOut.value().ifPresent(value -> statistics.put(VaeStatistic.HELD_OUT.key(), value));
        active.value().ifPresent(value -> statistics.put(VaeStatistic.ACTIVE.key(), value));
        return statistics;
    }

    /** Those of a batch and noise. */
    VaeLosses losses(DivergenceTerm term, Batch batch, Tensor drawn) {
        return new VaeLosses(
                likelihood,
                term,
                new OutputVariance(settings.variance()),
                networks.encoder(),
                networks.decoder(),
                batch.samples(),
                batch.labels(),
                drawn);
    }

    private void describe(double[] means, DivergenceTerm term, Map<String, Double> statistics) {
        statistics.put(VaeStatistic.LOSS.key(), means[0]);
        statistics.put(VaeStatistic.RECONSTRUCTION.key(), means[1]);
        statistics.put(VaeStatistic.DIVERGENCE.key(), means[2]);
        statistics.put(VaeStatistic.WEIGHT.key(), term.weight());
        if (settings.reconstruction().isLikelihood()) {
            double elbo = -means[1] - means[2];
            statistics.put(VaeStatistic.ELBO.key(), elbo);
            statistics.put(
                    VaeStatistic.BITS.key(),
                    LogWeights.bitsPerDimension(
                            elbo, model.sampleShape().elements(), model.isDensity() ? stepWidth() : 1));
        }
    }

    /** Images are stored in 8 bits a number, sounds in 16. */
    private double stepWidth() {
        return model.sampleShape().spatial().size() == 1 ? 2.0 / 65_535 : 2.0 / 255;
    }

    @Override
    public Model model() {
        return model;
    }

    @Override
    public Monitor monitor(Dataset samples, long seed) {
        return new VaeMonitor(model, samples, seed, heldOut, active);
    }

    @Override
    public Map<String, Map<String, Tensor>> tensors() {
        Map<String, Map<String, Tensor>> files = networks.tensors();
        files.put(VaeModel.LIKELIHOOD, variance.tensors());
        files.put("optimizer", optimizer.tensors());
        return files;
    }

    @Override
    public Map<String, Map<String, String>> metadata() {
        Map<String, Map<String, String>> files = networks.metadata();
        files.put(VaeModel.LIKELIHOOD, VaeModel.metadata(settings.reconstruction()));
        return files;
    }

    @Override
    public Map<String, Long> counters() {
        return progress.counters();
    }

    @Override
    public void restoreCounters(Map<String, Long> counters) {
        progress.restore(counters);
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
        variance.close();
        networks.close();
    }
}
