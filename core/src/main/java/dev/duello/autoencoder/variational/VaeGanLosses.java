package dev.duello.autoencoder.variational;

import dev.duello.learn.Latents;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.SampleLosses;
import dev.duello.nn.Tape;
import dev.duello.torch.Functions;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The losses of encoder and decoder in one step (Larsen et al., 2016, algorithm 1): the encoder learns from divergence and
 * reconstruction, the decoder from γ times the reconstruction and from the verdict on what it makes of latents of the prior. One
 * loss gives both gradients: the reconstruction counts γ times, and on the way to the encoder it is divided by γ again.
 */
final class VaeGanLosses implements SampleLosses {
    /** The two networks and what they are judged by. */
    record Networks(Network encoder, Network decoder, FeatureDiscriminator discriminator) {}

    private final Networks networks;
    private final DivergenceTerm term;
    private final OutputVariance variance;
    private final double gamma;
    private final Tensor samples;
    private final Tensor labels;
    private final Tensor noise;
    private final Tensor prior;
    private final Tensor features;
    private final Tensor divergences;
    private final Tensor verdicts;

    /**
     * @param samples {@code [N, C, spatial...]}
     * @param labels INT64 {@code [N]}
     * @param noise standard normal, {@code [N, latent]}
     * @param prior latents {@code [N, latent shape]} to make fakes of
     */
    VaeGanLosses(
            Networks networks,
            DivergenceTerm term,
            OutputVariance variance,
            double gamma,
            Tensor samples,
            Tensor labels,
            Tensor noise,
            Tensor prior) {
        this.networks = networks;
        this.term = term;
        this.variance = variance;
        this.gamma = gamma;
        this.samples = samples;
        this.labels = labels;
        this.noise = noise;
        this.prior = prior;
        features = Tensors.zeros(networks.decoder.device(), size());
        divergences = Tensors.zeros(networks.decoder.device(), size());
        verdicts = Tensors.zeros(networks.decoder.device(), size());
    }

    @Override
    public int size() {
        return Math.toIntExact(samples.size(0));
    }

    @Override
    public Tensor of(int from, int count, @Nullable Tape tape) {
        Latents latents = networks.discriminator.latents();
        Tensor z = prior.narrow(0, from, count);
        Tensor fakes = latents.generate(networks.decoder, z, Mode.TRAIN, tape);
        Tensor verdict =
                Functions.softplus(networks.discriminator.logits(fakes, z, null).negate());

        Tensor some = samples.narrow(0, from, count);
        Posterior posterior =
                Posterior.of(networks.encoder.forward(some, networks.encoder.pass(Mode.TRAIN, Map.of(), tape)));
        Tensor drawn = posterior.latents(noise.narrow(0, from, count));
        Tensor slowed = drawn.detach().add(drawn.subtract(drawn.detach()).multiply(1 / gamma));
        Tensor again =
                latents.generate(networks.decoder, latents.of(slowed, labels.narrow(0, from, count)), Mode.TRAIN, tape);
        Tensor seen;
        try (var _ = GradientMode.off()) {
            seen = networks.discriminator.features(some);
        }
        Tensor seenAgain = networks.discriminator.features(again);
        Tensor cost = Reconstruction.GAUSSIAN.nats(seen, seenAgain, variance.of(seen, seenAgain));
        Tensor divergence = posterior.divergences();
        Tensor each = term.of(divergence).add(cost.multiply(gamma)).add(verdict);
        try (var _ = GradientMode.off()) {
            features.narrow(0, from, count).copyFrom_(cost);
            divergences.narrow(0, from, count).copyFrom_(divergence.sum(1));
            verdicts.narrow(0, from, count).copyFrom_(verdict);
        }
        return each;
    }

    @Override
    public List<Tensor> kept() {
        return List.of(features, divergences, verdicts);
    }

    /** The means of feature reconstructions, divergences and verdicts. */
    double[] means() {
        return Tensors.concatenate(
                        List.of(
                                features.mean().reshape(1),
                                divergences.mean().reshape(1),
                                verdicts.mean().reshape(1)),
                        0)
                .toDoubles();
    }
}
