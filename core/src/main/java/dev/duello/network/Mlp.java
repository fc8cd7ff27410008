package dev.duello.network;

import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.Initializer;
import dev.duello.nn.Layer;
import dev.duello.nn.Linear;
import dev.duello.nn.Rescale;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The founding example: fully connected networks on flattened images. The generator's sigmoid gives pixels in [0, 1], which a
 * fixed last layer brings to the [-1, 1] of all images here.
 */
final class Mlp {
    private static final Activation LEAKY = Activation.leakyRelu(0.2);

    private Mlp() {}

    /** @param image {@code [C, H, W]} */
    static Architecture generator(Shape image, GeneratorConfig config) {
        List<Layer> layers = new ArrayList<>(Heads.embedding(config));
        addHidden(layers, config.width(), config.normalization());
        addHidden(layers, config.width(), config.normalization());
        addHidden(layers, config.latent(), config.normalization());
        layers.add(new Linear(Math.toIntExact(image.elements()), true));
        layers.add(Activation.SIGMOID);
        layers.add(new Rescale(2, -1));
        layers.add(new Reshape(image));
        return new Architecture(config.inputs(), layers, Initializer.GLOROT_UNIFORM);
    }

    /** @param image {@code [C, H, W]} */
    static Architecture discriminator(Shape image, DiscriminatorConfig config) {
        List<Layer> layers = new ArrayList<>(Heads.deviation(config));
        addHidden(layers, config.width(), config.normalization());
        addHidden(layers, config.width(), config.normalization());
        layers.add(Heads.verdict(config, true));
        return new Architecture(image, layers, Initializer.GLOROT_UNIFORM);
    }

    /** @param image {@code [C, H, W]} */
    static Architecture encoder(Shape image, EncoderConfig config) {
        List<Layer> layers = new ArrayList<>();
        addHidden(layers, config.width(), config.normalization());
        addHidden(layers, config.width(), config.normalization());
        layers.add(new Linear(config.outputs(), true));
        return new Architecture(image, layers, Initializer.GLOROT_UNIFORM);
    }

    private static void addHidden(List<Layer> layers, int units, Normalization normalization) {
        layers.add(normalization.weighted(new Linear(units, true)));
        layers.addAll(normalization.between());
        layers.add(LEAKY);
    }
}
