package dev.duello.network;

import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.ClassEmbedding;
import dev.duello.nn.Conv;
import dev.duello.nn.Initializer;
import dev.duello.nn.Layer;
import dev.duello.nn.Linear;
import dev.duello.nn.MinibatchStdDev;
import dev.duello.nn.ProjectionHead;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import java.util.ArrayList;
import java.util.List;

/** How every family begins a generator and ends a discriminator or an encoder. */
final class Heads {
    /** The length of a class embedding: a voice beside the noise, not louder than it. */
    private static final int EMBEDDING = 32;

    private Heads() {}

    /** What reads the class, when there are classes. */
    static List<Layer> embedding(GeneratorConfig config) {
        return config.classes() == 0 ? List.of() : List.of(new ClassEmbedding(config.classes(), EMBEDDING));
    }

    /** From a latent to small maps of {@code channels}, normalized and activated: how a plain convolutional generator begins. */
    static List<Layer> base(GeneratorConfig config, Resolutions stages, int channels) {
        Normalization normalization = config.normalization();
        List<Layer> layers = new ArrayList<>(embedding(config));
        layers.add(normalization.weighted(
                new Linear(channels * stages.height() * stages.width(), normalization.needsBias())));
        layers.add(new Reshape(Shape.of(channels, stages.height(), stages.width())));
        layers.addAll(normalization.between(config.classes()));
        layers.add(Activation.RELU);
        return layers;
    }

    /**
     * A discriminator that halves every side {@code halvings} times by kernels of 4 with stride 2, and then judges. Past the
     * base of the generator the channels grow no more, and never beyond {@code growth} times the width.
     */
    static Architecture halving(
            Shape image, DiscriminatorConfig config, int halvings, int growth, Initializer initializer) {
        List<Layer> layers = halvings(image, config.width(), config.normalization(), halvings, growth);
        layers.addAll(deviation(config));
        layers.add(verdict(config, true));
        return new Architecture(image, layers, initializer);
    }

    /** An encoder that halves as such a discriminator does, and then looks at every place that is left. */
    static Architecture halving(Shape image, EncoderConfig config, int halvings, int growth, Initializer initializer) {
        List<Layer> layers = halvings(image, config.width(), config.normalization(), halvings, growth);
        layers.add(new Linear(config.outputs(), true));
        return new Architecture(image, layers, initializer);
    }

    private static List<Layer> halvings(Shape image, int width, Normalization normalization, int halvings, int growth) {
        int most = Resolutions.of(image).count();
        List<Layer> layers = new ArrayList<>();
        for (int i = 1; i <= halvings; i++) {
            boolean first = i == 1;
            int channels = Resolutions.channels(width, Math.min(i, most), growth);
            layers.add(normalization.weighted(new Conv(channels, 4, 2, 1, first || normalization.needsBias())));
            if (!first) {
                layers.addAll(normalization.between());
            }
            layers.add(Activation.leakyRelu(0.2));
        }
        return layers;
    }

    /** What watches for sameness, when asked. */
    static List<Layer> deviation(DiscriminatorConfig config) {
        return config.minibatchStdDev() ? List.of(new MinibatchStdDev(DiscriminatorConfig.GROUP)) : List.of();
    }

    /** From features to logits. */
    static Layer verdict(DiscriminatorConfig config, boolean bias) {
        return config.classes() == 0
                ? config.normalization().weighted(new Linear(1, bias))
                : new ProjectionHead(config.classes());
    }
}
