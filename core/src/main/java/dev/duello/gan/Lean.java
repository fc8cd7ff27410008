package dev.duello.gan;

import dev.duello.nn.Activate;
import dev.duello.nn.Architecture;
import dev.duello.nn.Conv;
import dev.duello.nn.DoublingConv;
import dev.duello.nn.Initialiser;
import dev.duello.nn.Layer;
import dev.duello.nn.Shape;
import java.util.List;

/**
 * Convolutional networks that put their work where it pays: as {@link Dcgan}, but with a thin layer at full size before the
 * image, which repairs what the last doubling left uneven, and with a discriminator that goes on halving until hardly
 * anything of the place is left.
 */
final class Lean {
    /** The layer at full size has this share of the width. */
    private static final int THINNER = 4;

    /** More channels than twice the width cost most of the work of a larger image, and bring nothing that could be measured. */
    private static final int GROWTH = 2;

    /** A side that is worth another halving. */
    private static final int MUCH_PLACE = 6;

    private Lean() {}

    /** @param image {@code [C, H, W]} */
    static Architecture generator(Shape image, GeneratorDesign design) {
        Stages stages = Stages.of(image);
        Normalisation normalisation = design.normalisation();
        List<Layer> layers = Parts.base(design, stages, Stages.channels(design.width(), stages.count(), GROWTH));
        for (int halvings = stages.count() - 1; halvings >= 0; halvings--) {
            int channels = halvings == 0
                    ? Math.max(1, design.width() / THINNER)
                    : Stages.channels(design.width(), halvings, GROWTH);
            layers.add(normalisation.weighted(new DoublingConv(channels, normalisation.needsBias())));
            layers.addAll(normalisation.between(design.classes()));
            layers.add(Activate.RELU);
        }
        layers.add(new Conv(image.channels(), 3, 1, 1, true));
        layers.add(Activate.TANH);
        return new Architecture(Shape.of(design.input()), layers, Initialiser.HE_NORMAL);
    }

    /** @param image {@code [C, H, W]} */
    static Architecture discriminator(Shape image, DiscriminatorDesign design) {
        int halvings = Stages.of(image).count();
        int side = Math.min(image.axes().get(1), image.axes().get(2)) >> halvings;
        while (side >= MUCH_PLACE) {
            halvings++;
            side /= 2;
        }
        return Parts.halving(image, design, halvings, GROWTH, Initialiser.HE_NORMAL);
    }
}
