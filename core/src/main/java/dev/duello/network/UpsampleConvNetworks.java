package dev.duello.network;

import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.Conv;
import dev.duello.nn.Initializer;
import dev.duello.nn.Layer;
import dev.duello.nn.Shape;
import dev.duello.nn.UpsampleConv;
import java.util.List;

/**
 * Convolutional networks that put their work where it pays: as {@link Dcgan}, but with a thin layer at full size before the
 * image, which repairs what the last doubling left uneven, and with a discriminator that goes on halving until hardly
 * anything of the place is left.
 */
final class UpsampleConvNetworks {
    /** The layer at full size has this share of the width. */
    private static final int THINNER = 4;

    /** More channels than twice the width cost most of the work of a larger image, and bring nothing that could be measured. */
    private static final int GROWTH = 2;

    /** A side that is worth another halving. */
    private static final int MUCH_PLACE = 6;

    private UpsampleConvNetworks() {}

    /** @param image {@code [C, H, W]} */
    static Architecture generator(Shape image, GeneratorConfig config) {
        return generator(image, config, Math.max(1, config.width() / THINNER));
    }

    /** @param fullSize channels of the layer at full size */
    static Architecture generator(Shape image, GeneratorConfig config, int fullSize) {
        Resolutions stages = Resolutions.of(image);
        Normalization normalization = config.normalization();
        List<Layer> layers = Heads.base(config, stages, Resolutions.channels(config.width(), stages.count(), GROWTH));
        for (int halvings = stages.count() - 1; halvings >= 0; halvings--) {
            int channels = halvings == 0 ? fullSize : Resolutions.channels(config.width(), halvings, GROWTH);
            layers.add(normalization.weighted(new UpsampleConv(channels, normalization.needsBias())));
            layers.addAll(normalization.between(config.classes()));
            layers.add(Activation.RELU);
        }
        layers.add(new Conv(image.channels(), 3, 1, 1, true));
        layers.add(Activation.TANH);
        return new Architecture(config.inputs(), layers, Initializer.HE_NORMAL);
    }

    /** @param image {@code [C, H, W]} */
    static Architecture discriminator(Shape image, DiscriminatorConfig config) {
        return Heads.halving(image, config, halvings(image), GROWTH, Initializer.HE_NORMAL);
    }

    /** @param image {@code [C, H, W]} */
    static Architecture encoder(Shape image, EncoderConfig config) {
        return Heads.halving(image, config, halvings(image), GROWTH, Initializer.HE_NORMAL);
    }

    private static int halvings(Shape image) {
        int halvings = Resolutions.of(image).count();
        int side = Math.min(image.axes().get(1), image.axes().get(2)) >> halvings;
        while (side >= MUCH_PLACE) {
            halvings++;
            side /= 2;
        }
        return halvings;
    }
}
