package dev.duello.network;

import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.Conv;
import dev.duello.nn.Initializer;
import dev.duello.nn.Layer;
import dev.duello.nn.Linear;
import dev.duello.nn.Parallel;
import dev.duello.nn.Resample;
import dev.duello.nn.Resample.Direction;
import dev.duello.nn.Resample.Filter;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import dev.duello.nn.SumPool;
import java.util.ArrayList;
import java.util.List;

/**
 * The residual networks of spectral normalization (Miyato et al., 2018, appendix B.4): blocks of two 3×3 convolutions that
 * double or halve the sides, a discriminator that ends in a sum over all places.
 */
final class Resnet {
    private static final Resample UP = new Resample(Direction.UP, Filter.BOX);
    private static final Resample DOWN = new Resample(Direction.DOWN, Filter.BOX);

    private Resnet() {}

    /** @param image {@code [C, H, W]} */
    static Architecture generator(Shape image, GeneratorConfig config) {
        Resolutions stages = Resolutions.of(image);
        Normalization normalization = config.normalization();
        int base = Resolutions.channels(config.width(), stages.count());
        List<Layer> layers = new ArrayList<>(Heads.embedding(config));
        layers.add(normalization.weighted(new Linear(base * stages.height() * stages.width(), true)));
        layers.add(new Reshape(Shape.of(base, stages.height(), stages.width())));
        for (int halvings = stages.count(); halvings > 0; halvings--) {
            int channels = Resolutions.channels(config.width(), halvings);
            layers.add(doubling(channels, normalization, config.classes()));
            for (int block = 1; block < config.blocks(); block++) {
                layers.add(plain(channels, normalization, config.classes()));
            }
        }
        layers.addAll(normalization.between(config.classes()));
        layers.add(Activation.RELU);
        layers.add(convolution(image.channels(), 3, normalization));
        layers.add(Activation.TANH);
        return new Architecture(config.inputs(), layers, Initializer.GLOROT_UNIFORM);
    }

    /** @param image {@code [C, H, W]} */
    static Architecture discriminator(Shape image, DiscriminatorConfig config) {
        List<Layer> layers = features(image, config.width(), config.blocks(), config.normalization());
        layers.addAll(Heads.deviation(config));
        layers.add(Activation.RELU);
        layers.add(new SumPool(false));
        layers.add(Heads.verdict(config, true));
        return new Architecture(image, layers, Initializer.GLOROT_UNIFORM);
    }

    /**
     * Without the sum over all places: what a sample is made of can only be told with where it is.
     *
     * @param image {@code [C, H, W]}
     */
    static Architecture encoder(Shape image, EncoderConfig config) {
        List<Layer> layers = features(image, config.width(), config.blocks(), config.normalization());
        layers.add(Activation.RELU);
        layers.add(new Linear(config.outputs(), true));
        return new Architecture(image, layers, Initializer.GLOROT_UNIFORM);
    }

    private static List<Layer> features(Shape image, int width, int blocks, Normalization normalization) {
        Resolutions stages = Resolutions.of(image);
        List<Layer> layers = new ArrayList<>();
        for (int halvings = 1; halvings <= stages.count(); halvings++) {
            int channels = Resolutions.channels(width, halvings);
            layers.add(halving(channels, halvings == 1, normalization));
            for (int block = 1; block < blocks; block++) {
                layers.add(plain(channels, normalization, 0));
            }
        }
        layers.add(plain(Resolutions.channels(width, stages.count()), normalization, 0));
        return layers;
    }

    private static Layer doubling(int channels, Normalization normalization, int classes) {
        List<Layer> branch = new ArrayList<>(normalization.between(classes));
        branch.addAll(List.of(Activation.RELU, UP, convolution(channels, 3, normalization)));
        branch.addAll(normalization.between(classes));
        branch.addAll(List.of(Activation.RELU, convolution(channels, 3, normalization)));
        // The 1×1 convolution commutes with doubling, and costs a quarter before it.
        return Parallel.residual(branch, List.of(convolution(channels, 1, normalization), UP), 1, false);
    }

    private static Layer halving(int channels, boolean first, Normalization normalization) {
        List<Layer> branch = new ArrayList<>();
        if (!first) {
            branch.addAll(normalization.between());
            branch.add(Activation.RELU);
        }
        branch.add(convolution(channels, 3, normalization));
        branch.addAll(normalization.between());
        branch.addAll(List.of(Activation.RELU, convolution(channels, 3, normalization), DOWN));
        return Parallel.residual(branch, List.of(DOWN, convolution(channels, 1, normalization)), 1, false);
    }

    private static Layer plain(int channels, Normalization normalization, int classes) {
        List<Layer> branch = new ArrayList<>(normalization.between(classes));
        branch.addAll(List.of(Activation.RELU, convolution(channels, 3, normalization)));
        branch.addAll(normalization.between(classes));
        branch.addAll(List.of(Activation.RELU, convolution(channels, 3, normalization)));
        return Parallel.residual(branch, List.of(), 1, false);
    }

    private static Layer convolution(int channels, int kernel, Normalization normalization) {
        return normalization.weighted(new Conv(channels, kernel, 1, kernel / 2, true));
    }
}
