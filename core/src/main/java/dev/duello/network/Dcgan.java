package dev.duello.network;

import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.ConvTranspose;
import dev.duello.nn.Initializer;
import dev.duello.nn.Layer;
import dev.duello.nn.Shape;
import java.util.List;

/**
 * The deep convolutional GAN (Radford, Metz and Chintala, 2015): kernels of 4 with stride 2, batch normalization except at the
 * generator's output and the discriminator's input, ReLU in the generator, leaky ReLU 0.2 in the discriminator.
 */
final class Dcgan {
    private Dcgan() {}

    /** @param image {@code [C, H, W]} */
    static Architecture generator(Shape image, GeneratorConfig config) {
        Resolutions stages = Resolutions.of(image);
        Normalization normalization = config.normalization();
        List<Layer> layers = Heads.base(config, stages, Resolutions.channels(config.width(), stages.count()));
        for (int halvings = stages.count() - 1; halvings > 0; halvings--) {
            int channels = Resolutions.channels(config.width(), halvings);
            layers.add(normalization.weighted(doubling(channels, normalization.needsBias())));
            layers.addAll(normalization.between(config.classes()));
            layers.add(Activation.RELU);
        }
        layers.add(doubling(image.channels(), true));
        layers.add(Activation.TANH);
        return new Architecture(config.inputs(), layers, initializer(normalization));
    }

    /** @param image {@code [C, H, W]} */
    static Architecture discriminator(Shape image, DiscriminatorConfig config) {
        return Heads.halving(
                image,
                config,
                Resolutions.of(image).count(),
                Resolutions.USUAL_GROWTH,
                initializer(config.normalization()));
    }

    /** @param image {@code [C, H, W]} */
    static Architecture encoder(Shape image, EncoderConfig config) {
        return Heads.halving(
                image,
                config,
                Resolutions.of(image).count(),
                Resolutions.USUAL_GROWTH,
                initializer(config.normalization()));
    }

    /** The published weights of 0.02 need batch normalization behind them: without it next to nothing would pass. */
    static Initializer initializer(Normalization normalization) {
        return normalization == Normalization.BATCH ? Initializer.DCGAN : Initializer.HE_NORMAL;
    }

    private static ConvTranspose doubling(int channels, boolean bias) {
        return new ConvTranspose(channels, 4, 2, 1, 0, bias);
    }
}
