package dev.duello.autoencoder.variational;

import dev.duello.nn.SampleLosses;
import dev.duello.nn.Tape;
import dev.duello.torch.Functions;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The discriminator's losses of one step: {@code -log D(x) - log(1 - D(G(z)))} (Larsen et al., 2016, equation 6). */
final class DiscriminatorTurn implements SampleLosses {
    private final FeatureDiscriminator discriminator;
    private final Tensor samples;
    private final Tensor fakes;
    private final int firstFake;
    private final Tensor z;
    private final Tensor losses;

    /**
     * @param samples {@code [N, C, spatial...]}
     * @param fakes without a path back to the decoder, those of the samples that are asked for
     * @param firstFake the sample that the first of them is compared with
     * @param z latents of which the fakes are made, of the classes of the samples
     */
    DiscriminatorTurn(FeatureDiscriminator discriminator, Tensor samples, Tensor fakes, int firstFake, Tensor z) {
        this.discriminator = discriminator;
        this.samples = samples;
        this.fakes = fakes;
        this.firstFake = firstFake;
        this.z = z;
        losses = Tensors.zeros(discriminator.network().device(), size());
    }

    @Override
    public int size() {
        return Math.toIntExact(samples.size(0));
    }

    @Override
    public Tensor of(int from, int count, @Nullable Tape tape) {
        Tensor classes = z.narrow(0, from, count);
        Tensor ofReals = discriminator.logits(samples.narrow(0, from, count), classes, tape);
        Tensor ofFakes = discriminator.logits(fakes.narrow(0, from - firstFake, count), classes, tape);
        Tensor each = Functions.softplus(ofReals.negate()).add(Functions.softplus(ofFakes));
        try (var _ = GradientMode.off()) {
            losses.narrow(0, from, count).copyFrom_(each);
        }
        return each;
    }

    @Override
    public List<Tensor> kept() {
        return List.of(losses);
    }

    /** The mean of all losses. */
    double mean() {
        return losses.mean().item();
    }
}
