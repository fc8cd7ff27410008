package dev.duello.gan;

import dev.duello.nn.Activate;
import dev.duello.nn.Architecture;
import dev.duello.nn.BatchNorm;
import dev.duello.nn.Initialiser;
import dev.duello.nn.Layer;
import dev.duello.nn.Linear;
import dev.duello.nn.Rescale;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import java.util.List;

/**
 * The founding example: fully connected networks on flattened images. The generator's sigmoid gives pixels in [0, 1], which a
 * fixed last layer brings to the [-1, 1] of all images here.
 */
final class Mlp {
    private static final Activate LEAKY = Activate.leakyRelu(0.2);

    private Mlp() {}

    /**
     * @param image {@code [C, H, W]}
     * @param latent length of z
     * @param width units of each hidden layer
     */
    static Architecture generator(Shape image, int latent, int width) {
        List<Layer> layers = List.of(
                new Linear(width, true),
                BatchNorm.DEFAULT,
                LEAKY,
                new Linear(width, true),
                BatchNorm.DEFAULT,
                LEAKY,
                new Linear(latent, true),
                BatchNorm.DEFAULT,
                LEAKY,
                new Linear(Math.toIntExact(image.elements()), true),
                Activate.SIGMOID,
                new Rescale(2, -1),
                new Reshape(image));
        return new Architecture(Shape.of(latent), layers, Initialiser.GLOROT_UNIFORM);
    }

    /**
     * @param image {@code [C, H, W]}
     * @param width units of each hidden layer
     */
    static Architecture discriminator(Shape image, int width) {
        List<Layer> layers = List.of(
                new Linear(width, true),
                BatchNorm.DEFAULT,
                LEAKY,
                new Linear(width, true),
                BatchNorm.DEFAULT,
                LEAKY,
                new Linear(1, true));
        return new Architecture(image, layers, Initialiser.GLOROT_UNIFORM);
    }
}
