package dev.duello.gan;

import dev.duello.nn.Adam;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;

/** Small duels for tests. */
final class Duels {
    private static final Adam.Settings ADAM = new Adam.Settings(2e-4, 0.5, 0.999, 1e-8);

    private Duels() {}

    static Duel.Rules rules(NetworkFamily family, Shape image, int latent, int width) {
        return new Duel.Rules(
                family.generator(image, latent, width),
                family.discriminator(image, width),
                Objective.NON_SATURATING,
                false,
                ADAM,
                ADAM,
                1,
                0.05);
    }

    /** Grey 16×16 images, small enough for hundreds of steps. */
    static Duel.Rules tiny(NetworkFamily family) {
        return rules(family, Shape.of(1, 16, 16), 8, 4);
    }

    /** Numbers in [-1, 1) in the place of images. */
    static Tensor images(long seed, int count) {
        return new RandomStream("images", seed).uniform(Device.CPU, -1, 1, count, 1, 16, 16);
    }
}
