package dev.duello.autoencoder.variational;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.autoencoder.Overfitting;
import dev.duello.data.Dataset;
import dev.duello.data.SpreadSamples;
import dev.duello.learn.Alert;
import dev.duello.learn.LatestMeasurement;
import dev.duello.learn.Monitor;
import dev.duello.learn.Weights;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at some samples of the training and some held-out ones, with the averaged weights: reports their losses and the active
 * units, and tells when latents no longer depend on samples, or samples are learned by heart.
 */
final class VaeMonitor implements Monitor {
    /** Enough for means that are right within a few per cent, and about one per cent of the training between two readings. */
    private static final int SAMPLES = 128;

    private final VaeModel model;
    private final SpreadSamples seen;
    private final @Nullable SpreadSamples unseen;
    private final long seed;
    private final LatestMeasurement heldOut;
    private final LatestMeasurement active;
    private final PosteriorCollapse collapse;
    private final Overfitting overfitting = new Overfitting();

    /**
     * @param heldOut receives reconstruction and divergence of held-out samples
     * @param active receives the number of active units
     */
    VaeMonitor(VaeModel model, Dataset samples, long seed, LatestMeasurement heldOut, LatestMeasurement active) {
        this.model = model;
        this.seed = seed;
        this.heldOut = heldOut;
        this.active = active;
        Dataset others = samples.heldOut();
        seen = SpreadSamples.of(samples, SAMPLES);
        unseen = others == null ? null : SpreadSamples.of(others, SAMPLES);
        collapse =
                new PosteriorCollapse(Math.toIntExact(model.latentShape().elements()) - model.classes(), seen.count());
    }

    /**
     * What was found on some samples.
     *
     * @param nats reconstruction and divergence, the mean
     * @param error mean squared error of reconstructions
     */
    private record Found(double nats, double error, int active) {}

    @Override
    public List<Alert> read(long samplesSeen) {
        Found ofSeen = look(seen);
        active.measured(ofSeen.active);
        List<Alert> alerts = new ArrayList<>(collapse.found(ofSeen.active));
        if (unseen != null) {
            Found ofUnseen = look(unseen);
            heldOut.measured(ofUnseen.nats);
            alerts.addAll(overfitting.found(ofSeen.error, ofUnseen.error));
        }
        return alerts;
    }

    private Found look(SpreadSamples some) {
        RandomStream random = new RandomStream("monitor", seed);
        double[] sums = new double[2];
        List<double[]> means = new ArrayList<>();
        some.forEachBatch(model.device(), (start, batch) -> {
            Posterior posterior = model.posterior(batch, Weights.AVERAGE);
            Tensor labels = labels(some, start, Math.toIntExact(batch.size(0)));
            Tensor drawn = posterior.latents(
                    random.normal(model.device(), posterior.mean().shape()));
            sums[0] += model.reconstructionNats(batch, model.withClasses(drawn, labels), Weights.AVERAGE)
                    .add(posterior.divergences().sum(1))
                    .sum()
                    .item();
            Tensor again = model.sample(model.withClasses(posterior.mean(), labels), Weights.AVERAGE);
            sums[1] += again.subtract(batch)
                    .square()
                    .reshape(batch.size(0), -1)
                    .mean(1)
                    .sum()
                    .item();
            means.add(posterior.mean().toDoubles());
        });
        double[] all = means.stream().flatMapToDouble(Arrays::stream).toArray();
        return new Found(
                sums[0] / some.count(),
                sums[1] / some.count(),
                PosteriorCollapse.activeUnits(all, all.length / some.count()));
    }

    private Tensor labels(SpreadSamples some, int start, int count) {
        long[] labels = new long[count];
        for (int i = 0; i < count; i++) {
            labels[i] = some.samples().label(some.indices()[start + i]);
        }
        return Tensors.of(labels, count).to(model.device());
    }

    @Override
    public List<Alert> evaluated(List<String> missingClasses) {
        return List.of();
    }

    @Override
    public long calmUntil() {
        return 0;
    }

    @Override
    public JsonNode state() {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        state.put("overfits", overfitting.isPresent());
        state.set("collapse", collapse.state());
        heldOut.value().ifPresent(value -> state.put("held-out-nats", value));
        active.value().ifPresent(value -> state.put("active-units", value));
        return state;
    }

    @Override
    public void restore(JsonNode state) {
        overfitting.restore(state.path("overfits").asBoolean(false));
        collapse.restore(state.path("collapse"));
        heldOut.measured(state.path("held-out-nats").asDouble(Double.NaN));
        active.measured(state.path("active-units").asDouble(Double.NaN));
    }
}
