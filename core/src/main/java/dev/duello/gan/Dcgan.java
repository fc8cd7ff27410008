package dev.duello.gan;

import dev.duello.nn.Activate;
import dev.duello.nn.Architecture;
import dev.duello.nn.ConvTranspose;
import dev.duello.nn.Initialiser;
import dev.duello.nn.Layer;
import dev.duello.nn.Shape;
import java.util.List;

/**
 * The deep convolutional GAN (Radford, Metz and Chintala, 2015): kernels of 4 with stride 2, batch normalisation except at the
 * generator's output and the discriminator's input, ReLU in the generator, leaky ReLU 0.2 in the discriminator.
 */
final class Dcgan {
    private Dcgan() {}

    /** @param image {@code [C, H, W]} */
    static Architecture generator(Shape image, GeneratorDesign design) {
        Stages stages = Stages.of(image);
        Normalisation normalisation = design.normalisation();
        List<Layer> layers = Parts.base(design, stages, Stages.channels(design.width(), stages.count()));
        for (int halvings = stages.count() - 1; halvings > 0; halvings--) {
            int channels = Stages.channels(design.width(), halvings);
            layers.add(normalisation.weighted(doubling(channels, normalisation.needsBias())));
            layers.addAll(normalisation.between(design.classes()));
            layers.add(Activate.RELU);
        }
        layers.add(doubling(image.channels(), true));
        layers.add(Activate.TANH);
        return new Architecture(Shape.of(design.input()), layers, initialiser(normalisation));
    }

    /** @param image {@code [C, H, W]} */
    static Architecture discriminator(Shape image, DiscriminatorDesign design) {
        return Parts.halving(
                image, design, Stages.of(image).count(), Stages.USUAL_GROWTH, initialiser(design.normalisation()));
    }

    /** The published weights of 0.02 need batch normalisation behind them: without it next to nothing would pass. */
    private static Initialiser initialiser(Normalisation normalisation) {
        return normalisation == Normalisation.BATCH ? Initialiser.DCGAN : Initialiser.HE_NORMAL;
    }

    private static ConvTranspose doubling(int channels, boolean bias) {
        return new ConvTranspose(channels, 4, 2, 1, 0, bias);
    }
}
