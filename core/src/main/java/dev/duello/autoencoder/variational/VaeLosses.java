package dev.duello.autoencoder.variational;

import dev.duello.learn.Latents;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.SampleLosses;
import dev.duello.nn.Tape;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The losses of one step: the reconstruction term and the weighted divergence of each sample. Keeps both, for statistics. */
final class VaeLosses implements SampleLosses {
    private final DecodedLikelihood likelihood;
    private final DivergenceTerm term;
    private final OutputVariance variance;
    private final Network encoder;
    private final Network decoder;
    private final Tensor samples;
    private final Tensor labels;
    private final Tensor noise;
    private final Tensor losses;
    private final Tensor reconstructions;
    private final Tensor divergences;
    private final Tensor squaredErrors;

    /**
     * @param samples {@code [N, C, spatial...]}
     * @param labels INT64 {@code [N]}
     * @param noise standard normal, {@code [N, latent]}
     */
    VaeLosses(
            DecodedLikelihood likelihood,
            DivergenceTerm term,
            OutputVariance variance,
            Network encoder,
            Network decoder,
            Tensor samples,
            Tensor labels,
            Tensor noise) {
        this.likelihood = likelihood;
        this.term = term;
        this.variance = variance;
        this.encoder = encoder;
        this.decoder = decoder;
        this.samples = samples;
        this.labels = labels;
        this.noise = noise;
        losses = Tensors.zeros(decoder.device(), size());
        reconstructions = Tensors.zeros(decoder.device(), size());
        divergences = Tensors.zeros(decoder.device(), size());
        squaredErrors = Tensors.zeros(Device.CPU, 1);
    }

    @Override
    public int size() {
        return Math.toIntExact(samples.size(0));
    }

    @Override
    public Tensor of(int from, int count, @Nullable Tape tape) {
        Tensor some = samples.narrow(0, from, count);
        Posterior posterior = Posterior.of(encoder.forward(some, encoder.pass(Mode.TRAIN, Map.of(), tape)));
        Latents latents = likelihood.latents();
        Tensor z = latents.of(posterior.latents(noise.narrow(0, from, count)), labels.narrow(0, from, count));
        Tensor outputs = likelihood.outputs(decoder, z, Mode.TRAIN, tape);
        double ofPart = variance.of(some, outputs);
        squaredErrors.add_(Tensors.of(new float[] {(float) (ofPart * count)}, 1), 1);
        Tensor reconstruction = likelihood.nats(some, outputs, ofPart);
        Tensor divergence = posterior.divergences();
        Tensor each = reconstruction.add(term.of(divergence));
        try (var _ = GradientMode.off()) {
            losses.narrow(0, from, count).copyFrom_(each);
            reconstructions.narrow(0, from, count).copyFrom_(reconstruction);
            divergences.narrow(0, from, count).copyFrom_(divergence.sum(1));
        }
        return each;
    }

    @Override
    public List<Tensor> kept() {
        return List.of(losses, reconstructions, divergences, squaredErrors);
    }

    /** The means of losses, reconstruction terms and divergences, in nats. */
    double[] means() {
        return Tensors.concatenate(
                        List.of(
                                losses.mean().reshape(1),
                                reconstructions.mean().reshape(1),
                                divergences.mean().reshape(1)),
                        0)
                .toDoubles();
    }

    /** The variance that was used, the mean over parts. */
    double variance() {
        return squaredErrors.item() / Math.max(1, size());
    }
}
