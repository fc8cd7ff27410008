package dev.duello.gan;

import dev.duello.nn.Activate;
import dev.duello.nn.Architecture;
import dev.duello.nn.Conv;
import dev.duello.nn.Initialiser;
import dev.duello.nn.Layer;
import dev.duello.nn.Linear;
import dev.duello.nn.Resample;
import dev.duello.nn.Resample.Direction;
import dev.duello.nn.Resample.Filter;
import dev.duello.nn.Reshape;
import dev.duello.nn.Residual;
import dev.duello.nn.Shape;
import dev.duello.nn.SpatialSum;
import java.util.ArrayList;
import java.util.List;

/**
 * The residual networks of spectral normalisation (Miyato et al., 2018, appendix B.4): blocks of two 3×3 convolutions that
 * double or halve the sides, a discriminator that ends in a sum over all places.
 */
final class Resnet {
    private static final Resample UP = new Resample(Direction.UP, Filter.BOX);
    private static final Resample DOWN = new Resample(Direction.DOWN, Filter.BOX);

    private Resnet() {}

    /** @param image {@code [C, H, W]} */
    static Architecture generator(Shape image, GeneratorDesign design) {
        Stages stages = Stages.of(image);
        Normalisation normalisation = design.normalisation();
        int base = Stages.channels(design.width(), stages.count());
        List<Layer> layers = new ArrayList<>(Parts.embedding(design));
        layers.add(normalisation.weighted(new Linear(base * stages.height() * stages.width(), true)));
        layers.add(new Reshape(Shape.of(base, stages.height(), stages.width())));
        for (int halvings = stages.count(); halvings > 0; halvings--) {
            int channels = Stages.channels(design.width(), halvings);
            layers.add(doubling(channels, normalisation, design.classes()));
            for (int block = 1; block < design.blocks(); block++) {
                layers.add(plain(channels, normalisation, design.classes()));
            }
        }
        layers.addAll(normalisation.between(design.classes()));
        layers.add(Activate.RELU);
        layers.add(convolution(image.channels(), 3, normalisation));
        layers.add(Activate.TANH);
        return new Architecture(Shape.of(design.input()), layers, Initialiser.GLOROT_UNIFORM);
    }

    /** @param image {@code [C, H, W]} */
    static Architecture discriminator(Shape image, DiscriminatorDesign design) {
        Stages stages = Stages.of(image);
        Normalisation normalisation = design.normalisation();
        List<Layer> layers = new ArrayList<>();
        for (int halvings = 1; halvings <= stages.count(); halvings++) {
            int channels = Stages.channels(design.width(), halvings);
            layers.add(halving(channels, halvings == 1, normalisation));
            for (int block = 1; block < design.blocks(); block++) {
                layers.add(plain(channels, normalisation, 0));
            }
        }
        layers.add(plain(Stages.channels(design.width(), stages.count()), normalisation, 0));
        layers.addAll(Parts.deviation(design));
        layers.add(Activate.RELU);
        layers.add(new SpatialSum(false));
        layers.add(Parts.verdict(design, true));
        return new Architecture(image, layers, Initialiser.GLOROT_UNIFORM);
    }

    private static Layer doubling(int channels, Normalisation normalisation, int classes) {
        List<Layer> branch = new ArrayList<>(normalisation.between(classes));
        branch.addAll(List.of(Activate.RELU, UP, convolution(channels, 3, normalisation)));
        branch.addAll(normalisation.between(classes));
        branch.addAll(List.of(Activate.RELU, convolution(channels, 3, normalisation)));
        // The 1×1 convolution commutes with doubling, and costs a quarter before it.
        return new Residual(branch, List.of(convolution(channels, 1, normalisation), UP), 1, false);
    }

    private static Layer halving(int channels, boolean first, Normalisation normalisation) {
        List<Layer> branch = new ArrayList<>();
        if (!first) {
            branch.addAll(normalisation.between());
            branch.add(Activate.RELU);
        }
        branch.add(convolution(channels, 3, normalisation));
        branch.addAll(normalisation.between());
        branch.addAll(List.of(Activate.RELU, convolution(channels, 3, normalisation), DOWN));
        return new Residual(branch, List.of(DOWN, convolution(channels, 1, normalisation)), 1, false);
    }

    private static Layer plain(int channels, Normalisation normalisation, int classes) {
        List<Layer> branch = new ArrayList<>(normalisation.between(classes));
        branch.addAll(List.of(Activate.RELU, convolution(channels, 3, normalisation)));
        branch.addAll(normalisation.between(classes));
        branch.addAll(List.of(Activate.RELU, convolution(channels, 3, normalisation)));
        return new Residual(branch, List.of(), 1, false);
    }

    private static Layer convolution(int channels, int kernel, Normalisation normalisation) {
        return normalisation.weighted(new Conv(channels, kernel, 1, kernel / 2, true));
    }
}
