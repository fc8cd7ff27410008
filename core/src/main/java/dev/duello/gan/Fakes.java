package dev.duello.gan;

import dev.duello.learn.Latents;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Tape;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The generator's images of one step. Where both networks take the whole batch at once, they are made once; a network that
 * takes the batch in parts has each part made anew, since keeping what gradients want of all parts would take the memory that
 * parts are to save.
 */
final class Fakes implements AutoCloseable {
    private final Network generator;
    private final Latents latents;
    private final Tensor z;
    private final boolean generatorMoves;
    private @Nullable Tensor whole;

    /** @param generatorMoves whether {@link #recorded} will be asked for */
    Fakes(Network generator, Latents latents, Tensor z, boolean generatorMoves) {
        this.generator = generator;
        this.latents = latents;
        this.z = z;
        this.generatorMoves = generatorMoves;
    }

    /** The latents of some of them. */
    Tensor latents(int from, int count) {
        return z.narrow(0, from, count);
    }

    /** Some of them for the discriminator, without a path back to the generator. */
    Tensor detached(int from, int count) {
        if (generatorMoves && count == z.size(0)) {
            whole = latents.generate(generator, z, Mode.TRAIN, null).keep();
            return whole.detach();
        }
        try (var _ = GradientMode.off()) {
            return latents.generate(generator, latents(from, count), Mode.TRAIN, null);
        }
    }

    /** The same for the generator. @param tape see {@link dev.duello.nn.SampleLosses#of} */
    Tensor recorded(int from, int count, @Nullable Tape tape) {
        return whole != null && tape == null && count == z.size(0)
                ? whole
                : latents.generate(generator, latents(from, count), Mode.TRAIN, tape);
    }

    @Override
    public void close() {
        if (whole != null) {
            whole.close();
        }
    }
}
