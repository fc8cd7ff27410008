package dev.duello.gan;

import dev.duello.learn.Latents;
import dev.duello.nn.GradientRule;
import dev.duello.nn.GriffinLim;
import dev.duello.nn.Layer;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Tape;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The generator's images of one step. Where both networks take the same of them at once, these are made once; a network that
 * takes the batch in parts has each part made anew, since keeping what gradients want of all parts would take the memory that
 * parts are to save.
 */
final class Fakes implements AutoCloseable {
    private final Network generator;
    private final Latents latents;
    private final Tensor z;
    private final GradientRule.@Nullable Asked once;
    private @Nullable Tensor made;

    /** @param once those for which {@link #detached} and {@link #recorded} will both be asked, at once; null for none */
    Fakes(Network generator, Latents latents, Tensor z, GradientRule.@Nullable Asked once) {
        this.generator = generator;
        this.latents = latents;
        this.z = z;
        this.once = once;
    }

    /** The latents of some of them. */
    Tensor latents(int from, int count) {
        return z.narrow(0, from, count);
    }

    /** Some of them for the discriminator, without a path back to the generator. */
    Tensor detached(int from, int count) {
        if (areMadeOnce(from, count)) {
            Tensor known = generate(from, count, null).keep();
            made = known;
            return known.detach();
        }
        try (var _ = GradientMode.off()) {
            return generate(from, count, null);
        }
    }

    /** The same for the generator. @param tape see {@link dev.duello.nn.SampleLosses#of} */
    Tensor recorded(int from, int count, @Nullable Tape tape) {
        return made != null && tape == null && areMadeOnce(from, count) ? made : generate(from, count, tape);
    }

    /** As the discriminator's layers see them: of sounds that end as spectrograms without the sound that these stand for. */
    private Tensor generate(int from, int count, @Nullable Tape tape) {
        Tensor some = latents(from, count);
        List<Layer> layers = generator.architecture().layers();
        int end = layers.getLast() instanceof GriffinLim ? layers.size() - 1 : layers.size();
        return generator.forward(
                latents.noiseOf(some), generator.pass(Mode.TRAIN, latents.namedInputs(some), tape), 0, end);
    }

    @Override
    public void close() {
        if (made != null) {
            made.close();
        }
    }

    private boolean areMadeOnce(int from, int count) {
        return once != null && once.from() == from && once.count() == count;
    }
}
