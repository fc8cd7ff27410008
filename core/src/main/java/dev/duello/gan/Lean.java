package dev.duello.gan;

import dev.duello.nn.Activate;
import dev.duello.nn.Architecture;
import dev.duello.nn.Conv;
import dev.duello.nn.DoublingConv;
import dev.duello.nn.Initialiser;
import dev.duello.nn.Layer;
import dev.duello.nn.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutional networks that put their work where it pays: as {@link Dcgan}, but with a thin layer at full size before the
 * image, which repairs what the last doubling left uneven, and with a discriminator that goes on halving until hardly
 * anything of the place is left.
 */
final class Lean {
    private static final Activate LEAKY = Activate.leakyRelu(0.2);

    /** The layer at full size has this share of the width. */
    private static final int THINNER = 4;

    private Lean() {}

    /** @param image {@code [C, H, W]} */
    static Architecture generator(Shape image, GeneratorDesign design) {
        Stages stages = Stages.of(image);
        Normalisation normalisation = design.normalisation();
        List<Layer> layers = Parts.base(design, stages, Stages.channels(design.width(), stages.count()));
        for (int halvings = stages.count() - 1; halvings >= 0; halvings--) {
            int channels =
                    halvings == 0 ? Math.max(1, design.width() / THINNER) : Stages.channels(design.width(), halvings);
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
        Stages stages = Stages.of(image);
        Normalisation normalisation = design.normalisation();
        List<Layer> layers = new ArrayList<>();
        int halvings = 0;
        int side = Math.min(image.axes().get(1), image.axes().get(2));
        while (halvings < stages.count() || side >= 6) {
            halvings++;
            side /= 2;
            // Few places need no more channels than the generator begins with.
            int channels = Stages.channels(design.width(), Math.min(halvings, stages.count()));
            layers.add(normalisation.weighted(new Conv(channels, 4, 2, 1, halvings == 1 || normalisation.needsBias())));
            if (halvings > 1) {
                layers.addAll(normalisation.between());
            }
            layers.add(LEAKY);
        }
        layers.addAll(Parts.deviation(design));
        layers.add(Parts.verdict(design, true));
        return new Architecture(image, layers, Initialiser.HE_NORMAL);
    }
}
