package dev.duello.gan;

import dev.duello.learn.Latents;
import dev.duello.nn.GradientRule;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Tape;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
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
            Tensor known = latents.generate(generator, latents(from, count), Mode.TRAIN, null)
                    .keep();
            made = known;
            return known.detach();
        }
        try (var _ = GradientMode.off()) {
            return latents.generate(generator, latents(from, count), Mode.TRAIN, null);
        }
    }

    /** The same for the generator. @param tape see {@link dev.duello.nn.SampleLosses#of} */
    Tensor recorded(int from, int count, @Nullable Tape tape) {
        return made != null && tape == null && areMadeOnce(from, count)
                ? made
                : latents.generate(generator, latents(from, count), Mode.TRAIN, tape);
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
