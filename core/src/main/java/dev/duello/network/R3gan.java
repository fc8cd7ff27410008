package dev.duello.network;

import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.Conv;
import dev.duello.nn.Initializer;
import dev.duello.nn.Layer;
import dev.duello.nn.LearnedConstant;
import dev.duello.nn.Linear;
import dev.duello.nn.Parallel;
import dev.duello.nn.Resample;
import dev.duello.nn.Resample.Direction;
import dev.duello.nn.Resample.Filter;
import dev.duello.nn.Shape;
import dev.duello.nn.SumPool;
import java.util.ArrayList;
import java.util.List;

/**
 * R3GAN (Huang et al., 2024): a generator and a discriminator that mirror each other, of residual blocks without any
 * normalization, each an inverted bottleneck around a grouped convolution. Starting weights keep the scale: the branches start
 * at zero and grow.
 */
final class R3gan {
    private static final int EXPANSION = 2;
    private static final int GROUP = 16;
    private static final Activation LEAKY = Activation.leakyRelu(0.2);
    /** What keeps the variance through a leaky ReLU of slope 0.2. */
    private static final double GAIN = Math.sqrt(2 / (1 + 0.2 * 0.2));

    private R3gan() {}

    /** @param image {@code [C, H, W]} */
    static Architecture generator(Shape image, GeneratorConfig config) {
        Resolutions stages = Resolutions.of(image);
        Normalization normalization = config.normalization();
        int total = (stages.count() + 1) * config.blocks();
        int channels = Resolutions.channels(config.width(), stages.count() + 1);
        List<Layer> layers = new ArrayList<>(Heads.embedding(config));
        layers.add(new LearnedConstant(Shape.of(channels, stages.height(), stages.width())));
        addBlocks(layers, channels, config.blocks(), total, normalization);
        for (int halvings = stages.count(); halvings > 0; halvings--) {
            int next = Resolutions.channels(config.width(), halvings);
            if (next != channels) {
                layers.add(normalization.weighted(pointwise(next, false)));
            }
            channels = next;
            layers.add(new Resample(Direction.UP, Filter.BINOMIAL));
            addBlocks(layers, channels, config.blocks(), total, normalization);
        }
        layers.add(normalization.weighted(pointwise(image.channels(), false)));
        return new Architecture(config.inputs(), layers, Initializer.LECUN_NORMAL);
    }

    /** @param image {@code [C, H, W]} */
    static Architecture discriminator(Shape image, DiscriminatorConfig config) {
        List<Layer> layers = features(image, config.width(), config.blocks(), config.normalization());
        layers.addAll(Heads.deviation(config));
        layers.add(new SumPool(true));
        layers.add(Heads.verdict(config, false));
        return new Architecture(image, layers, Initializer.LECUN_NORMAL);
    }

    /**
     * Without the sum over all places: what a sample is made of can only be told with where it is.
     *
     * @param image {@code [C, H, W]}
     */
    static Architecture encoder(Shape image, EncoderConfig config) {
        List<Layer> layers = features(image, config.width(), config.blocks(), config.normalization());
        layers.add(new Linear(config.outputs(), true));
        return new Architecture(image, layers, Initializer.LECUN_NORMAL);
    }

    private static List<Layer> features(Shape image, int width, int blocks, Normalization normalization) {
        Resolutions stages = Resolutions.of(image);
        int total = (stages.count() + 1) * blocks;
        int channels = Resolutions.channels(width, 1);
        List<Layer> layers = new ArrayList<>();
        layers.add(normalization.weighted(pointwise(channels, false)));
        addBlocks(layers, channels, blocks, total, normalization);
        for (int halvings = 2; halvings <= stages.count() + 1; halvings++) {
            layers.add(new Resample(Direction.DOWN, Filter.BINOMIAL));
            int next = Resolutions.channels(width, halvings);
            if (next != channels) {
                layers.add(normalization.weighted(pointwise(next, false)));
            }
            channels = next;
            addBlocks(layers, channels, blocks, total, normalization);
        }
        return layers;
    }

    private static void addBlocks(
            List<Layer> layers, int channels, int blocks, int total, Normalization normalization) {
        int wide = channels * EXPANSION;
        for (int block = 0; block < blocks; block++) {
            List<Layer> branch = new ArrayList<>();
            branch.add(normalization.weighted(pointwise(wide, true)));
            branch.addAll(normalization.between());
            branch.add(LEAKY);
            branch.add(normalization.weighted(new Conv(wide, 3, 1, 1, groups(wide), true)));
            branch.addAll(normalization.between());
            branch.add(LEAKY);
            branch.add(normalization.weighted(pointwise(channels, false)));
            // Three layers a branch: total^(-1 / (2·3 - 2)) (fix-up initialization, Zhang et al., 2019). Weights of
            // zero have
            // no spectrum to normalize.
            boolean startsAsShortcut = normalization != Normalization.SPECTRAL;
            layers.add(Parallel.residual(branch, List.of(), GAIN * Math.pow(total, -0.25), startsAsShortcut));
        }
    }

    private static Conv pointwise(int channels, boolean bias) {
        return new Conv(channels, 1, 1, 0, bias);
    }

    /** Sixteen channels a group where that divides, else one group. */
    private static int groups(int channels) {
        return channels % GROUP == 0 ? channels / GROUP : 1;
    }
}
