package dev.duello.autoencoder.variational;

import dev.duello.autoencoder.EncoderDecoder;
import dev.duello.data.Batch;
import dev.duello.data.Dataset;
import dev.duello.learn.Latents;
import dev.duello.learn.LatestMeasurement;
import dev.duello.learn.Learner;
import dev.duello.learn.LearnerProgress;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.Model;
import dev.duello.learn.Monitor;
import dev.duello.nn.Adam;
import dev.duello.nn.Annealing;
import dev.duello.nn.GradientRule;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A VAE-GAN (Larsen et al., 2016): the decoder of a variational autoencoder is the generator of a GAN, and reconstructions are
 * compared by the features of its discriminator instead of by pixels. As in the authors' program, the discriminator sees real
 * samples and decoded latents of the prior.
 */
final class VaeGan implements Learner {
    private final VaeGanSettings settings;
    private final EncoderDecoder networks;
    private final Network discriminatorNetwork;
    private final FeatureDiscriminator discriminator;
    private final Latents latents;
    private final FittedVariance pixelVariance;
    private final Adam optimizer;
    private final Adam discriminatorOptimizer;
    private final GradientRule gradients;
    private final RandomStream noise;
    private final RandomStream priorNoise;
    private final LearnerProgress progress;
    private final VaeModel model;
    private final LatestMeasurement heldOut = new LatestMeasurement();
    private final LatestMeasurement active = new LatestMeasurement();
    private Annealing annealing;

    VaeGan(VaeGanSettings settings, LearnerSetup setup) {
        this.settings = settings;
        annealing = setup.annealing();
        gradients = setup.gradientRule();
        noise = new RandomStream("posterior-noise", setup.seed());
        priorNoise = new RandomStream("latents", setup.seed());
        latents = new Latents(settings.latent(), setup.samples().classShares());
        try (CloseOnFailure opened = new CloseOnFailure()) {
            networks = opened.add(new EncoderDecoder(setup, settings.ema()));
            discriminatorNetwork = opened.add(Network.initialized(
                    setup.networks().get(VaeGanSettings.DISCRIMINATOR),
                    setup.compute().device(),
                    setup.compute().precision(),
                    new RandomStream("discriminator-weights", setup.seed())));
            pixelVariance = opened.add(new FittedVariance(1));
            optimizer = opened.add(new Adam(networks.parameters()));
            discriminatorOptimizer = opened.add(new Adam(discriminatorNetwork.parameters()));
            opened.succeeded();
        }
        discriminator = new FeatureDiscriminator(discriminatorNetwork, latents);
        SequencedMap<String, Adam> optimizers = new LinkedHashMap<>();
        optimizers.put("steps", optimizer);
        optimizers.put("discriminator-steps", discriminatorOptimizer);
        List<RandomStream> streams = new ArrayList<>(List.of(noise, priorNoise));
        streams.addAll(gradients.streams());
        progress = new LearnerProgress(optimizers, streams);
        model = new VaeModel(
                networks.live(),
                DecodedLikelihood.of(
                        Reconstruction.SQUARED_ERROR,
                        latents,
                        networks.decoder().architecture()),
                pixelVariance,
                networks.decoder().architecture(),
                setup.compute().device());
    }

    @Override
    public boolean seesOnlyWhatIsAsked() {
        return true;
    }

    @Override
    public Map<String, Double> step(Batch batch) {
        Tensor drawn = noise.normal(model.device(), batch.samples().size(0), settings.latent());
        Tensor prior = latents.draw(batch.labels(), priorNoise, model.device());
        return stepAt(annealing.at(progress.samplesSeen()), batch, drawn, prior);
    }

    /**
     * One step with schedules so far, 0 to 1.
     *
     * @param drawn noise of the posterior, {@code [N, latent]}
     * @param prior latents of the prior, {@code [N, latent shape]}
     */
    Map<String, Double> stepAt(double now, Batch batch, Tensor drawn, Tensor prior) {
        DiscriminatorTurn turn;
        try (var _ = TensorScope.open()) {
            Tensor fakes;
            GradientRule.Asked asked = gradients.asks(Math.toIntExact(prior.size(0)));
            try (var _ = GradientMode.off()) {
                fakes = latents.generate(
                        networks.decoder(), prior.narrow(0, asked.from(), asked.count()), Mode.TRAIN, null);
            }
            turn = new DiscriminatorTurn(discriminator, batch.samples(), fakes, asked.from(), prior);
            discriminatorOptimizer.step(
                    gradients.gradients(turn, discriminatorNetwork.parameters()),
                    settings.discriminator().optimizer().at(now));
            return coderStep(now, batch, drawn, prior, turn.mean());
        }
    }

    private Map<String, Double> coderStep(
            double now, Batch batch, Tensor drawn, Tensor prior, double discriminatorLoss) {
        DivergenceTerm term = settings.kl().at(now);
        VaeGanLosses losses = new VaeGanLosses(
                new VaeGanLosses.Networks(networks.encoder(), networks.decoder(), discriminator),
                term,
                new OutputVariance(settings.variance()),
                settings.gamma(),
                batch.samples(),
                batch.labels(),
                drawn,
                prior);
        optimizer.step(
                gradients.gradients(losses, networks.parameters()),
                settings.optimizer().at(now));
        progress.saw(losses.size());
        networks.updateAverage(progress.samplesSeen(), losses.size());
        Map<String, Double> statistics = new LinkedHashMap<>();
        double[] means = losses.means();
        statistics.put(VaeGanStatistic.FEATURES.key(), means[0]);
        statistics.put(VaeStatistic.DIVERGENCE.key(), means[1]);
        statistics.put(VaeGanStatistic.ADVERSARIAL.key(), means[2]);
        statistics.put(VaeGanStatistic.DISCRIMINATOR.key(), discriminatorLoss);
        statistics.put(VaeStatistic.WEIGHT.key(), term.weight());
        heldOut.value().ifPresent(value -> statistics.put(VaeStatistic.HELD_OUT.key(), value));
        active.value().ifPresent(value -> statistics.put(VaeStatistic.ACTIVE.key(), value));
        return statistics;
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
        files.put(
                VaeGanSettings.DISCRIMINATOR, discriminatorNetwork.parameters().byName());
        files.put(VaeModel.LIKELIHOOD, pixelVariance.tensors());
        files.put("optimizer", optimizer.tensors());
        files.put("discriminator-optimizer", discriminatorOptimizer.tensors());
        return files;
    }

    @Override
    public Map<String, Map<String, String>> metadata() {
        Map<String, Map<String, String>> files = networks.metadata();
        files.put(
                VaeGanSettings.DISCRIMINATOR,
                discriminatorNetwork.architecture().metadata());
        files.put(VaeModel.LIKELIHOOD, VaeModel.metadata(Reconstruction.SQUARED_ERROR));
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
        String inDiscriminator = discriminatorNetwork.parameters().firstNonFinite();
        return inDiscriminator != null ? "the discriminator, " + inDiscriminator : networks.firstNonFinite();
    }

    @Override
    public void close() {
        discriminatorOptimizer.close();
        optimizer.close();
        pixelVariance.close();
        discriminatorNetwork.close();
        networks.close();
    }
}
