package dev.duello.network;

import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.Conv;
import dev.duello.nn.Initializer;
import dev.duello.nn.Layer;
import dev.duello.nn.Linear;
import dev.duello.nn.Parallel;
import dev.duello.nn.Rescale;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import dev.duello.nn.Softmax;
import java.util.ArrayList;
import java.util.List;

/**
 * The networks for characters of WGAN-GP (Gulrajani et al., 2017, section 5.3): residual blocks of two convolutions along the text, of
 * which three tenths are added, at one length from beginning to end, and a softmax over the characters.
 */
final class TextNetworks {
    private static final int KERNEL = 5;
    /** The share of a block that is added, as in the authors' program. */
    private static final double SHARE = 0.3;

    private TextNetworks() {}

    /** @param text {@code [C, L]} */
    static Architecture generator(Shape text, GeneratorConfig config) {
        Normalization normalization = config.normalization();
        int length = text.spatial().getFirst();
        List<Layer> layers = new ArrayList<>(Heads.embedding(config));
        layers.add(normalization.weighted(new Linear(config.width() * length, true)));
        layers.add(new Reshape(Shape.of(config.width(), length)));
        for (int i = 0; i < config.blocks(); i++) {
            layers.add(block(config.width(), normalization, config.classes()));
        }
        layers.add(convolution(text.channels(), 1, normalization));
        layers.add(new Softmax(config.relaxation() == Relaxation.STRAIGHT_THROUGH));
        return new Architecture(config.inputs(), layers, Initializer.HE_NORMAL);
    }

    /** @param text {@code [C, L]} */
    static Architecture discriminator(Shape text, DiscriminatorConfig config) {
        List<Layer> layers = features(text, config.width(), config.blocks(), config.normalization());
        layers.addAll(Heads.deviation(config));
        layers.add(Heads.verdict(config, true));
        return new Architecture(text, layers, Initializer.HE_NORMAL);
    }

    /** @param text {@code [C, L]} */
    static Architecture encoder(Shape text, EncoderConfig config) {
        List<Layer> layers = features(text, config.width(), config.blocks(), config.normalization());
        layers.add(new Linear(config.outputs(), true));
        return new Architecture(text, layers, Initializer.HE_NORMAL);
    }

    private static List<Layer> features(Shape text, int width, int blocks, Normalization normalization) {
        List<Layer> layers = new ArrayList<>();
        layers.add(convolution(width, 1, normalization));
        for (int i = 0; i < blocks; i++) {
            layers.add(block(width, normalization, 0));
        }
        return layers;
    }

    private static Layer block(int channels, Normalization normalization, int classes) {
        List<Layer> branch = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            branch.addAll(normalization.between(classes));
            branch.add(Activation.RELU);
            branch.add(convolution(channels, KERNEL, normalization));
        }
        branch.add(new Rescale(SHARE, 0));
        return Parallel.residual(branch, List.of(), 1, false);
    }

    private static Layer convolution(int channels, int kernel, Normalization normalization) {
        return normalization.weighted(new Conv(channels, kernel, 1, kernel / 2, true));
    }
}
