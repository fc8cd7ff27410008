package dev.duello.translate;

import dev.duello.nn.GradientRule;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What the generator makes of one batch. Where both networks take the same of it at once, it is made once; a network that
 * takes the batch in parts has each part made anew, since keeping what gradients want of all parts would take the memory that parts
 * are to save.
 */
final class Outputs implements AutoCloseable {
    private final Network generator;
    private final Condition condition;
    private final @Nullable Tensor noise;
    private final RandomStream layerNoise;
    private final GradientRule.Asked asked;
    private @Nullable Tensor made;

    /**
     * @param noise {@code [N, length]}, or null for a generator without
     * @param layerNoise for layers that draw random numbers
     * @param rule of both networks, that will ask for losses
     */
    Outputs(
            Network generator,
            Condition condition,
            @Nullable Tensor noise,
            RandomStream layerNoise,
            GradientRule rule) {
        this.generator = generator;
        this.condition = condition;
        this.noise = noise;
        this.layerNoise = layerNoise;
        asked = rule.asks(size());
    }

    Device device() {
        return generator.device();
    }

    int size() {
        return condition.size();
    }

    /** What some of them are made from. */
    Condition condition(int from, int count) {
        return condition.narrow(from, count);
    }

    /** Some of them for the discriminator, without a path back to the generator. */
    Tensor detached(int from, int count) {
        if (areMadeOnce(from, count)) {
            Tensor known = made(from, count, noise).keep();
            made = known;
            return known.detach();
        }
        try (var _ = GradientMode.off()) {
            return made(from, count, noise);
        }
    }

    /** The same for the generator, recorded for its gradient. */
    Tensor recorded(int from, int count) {
        return made != null && areMadeOnce(from, count) ? made : made(from, count, noise);
    }

    /** What other noise makes of the same. @param other {@code [N, length]} */
    Tensor ofNoise(int from, int count, Tensor other) {
        return made(from, count, other);
    }

    private Tensor made(int from, int count, @Nullable Tensor drawn) {
        Condition some = condition(from, count);
        Tensor own = drawn == null ? null : drawn.narrow(0, from, count);
        return generator.forward(
                some.sources(),
                generator.pass(Mode.TRAIN, some.inputs(own), null).with(layerNoise));
    }

    @Override
    public void close() {
        if (made != null) {
            made.close();
        }
    }

    private boolean areMadeOnce(int from, int count) {
        return asked.atOnce() && asked.from() == from && asked.count() == count;
    }
}
