package dev.duello.gan;

import dev.duello.nn.Activate;
import dev.duello.nn.Architecture;
import dev.duello.nn.Initialiser;
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
    private static final Activate LEAKY = Activate.leakyRelu(0.2);

    private Mlp() {}

    /** @param image {@code [C, H, W]} */
    static Architecture generator(Shape image, GeneratorDesign design) {
        List<Layer> layers = new ArrayList<>(Parts.embedding(design));
        addHidden(layers, design.width(), design.normalisation());
        addHidden(layers, design.width(), design.normalisation());
        addHidden(layers, design.latent(), design.normalisation());
        layers.add(new Linear(Math.toIntExact(image.elements()), true));
        layers.add(Activate.SIGMOID);
        layers.add(new Rescale(2, -1));
        layers.add(new Reshape(image));
        return new Architecture(Shape.of(design.input()), layers, Initialiser.GLOROT_UNIFORM);
    }

    /** @param image {@code [C, H, W]} */
    static Architecture discriminator(Shape image, DiscriminatorDesign design) {
        List<Layer> layers = new ArrayList<>(Parts.deviation(design));
        addHidden(layers, design.width(), design.normalisation());
        addHidden(layers, design.width(), design.normalisation());
        layers.add(Parts.verdict(design, true));
        return new Architecture(image, layers, Initialiser.GLOROT_UNIFORM);
    }

    private static void addHidden(List<Layer> layers, int units, Normalisation normalisation) {
        layers.add(normalisation.weighted(new Linear(units, true)));
        layers.addAll(normalisation.between());
        layers.add(LEAKY);
    }
}
