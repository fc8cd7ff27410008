package dev.duello.network;

import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.Conv;
import dev.duello.nn.ConvTranspose;
import dev.duello.nn.Layer;
import dev.duello.nn.Linear;
import dev.duello.nn.PerAxis;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link Dcgan} of three dimensions, the networks of 3D-GAN (Wu et al., 2016): kernels of 4 with stride 2 along each axis that can still
 * be halved, ReLU in the generator, leaky ReLU 0.2 in the discriminator. 3D-GAN ends in a sigmoid; here samples are in [-1, 1], so that
 * it is a hyperbolic tangent.
 */
final class Dcgan3d {
    private static final PerAxis PADDING = PerAxis.of(1);

    private Dcgan3d() {}

    /** @param volume {@code [C, D, H, W]} */
    static Architecture generator(Shape volume, GeneratorConfig config) {
        Volumes stages = Volumes.of(volume);
        Normalization normalization = config.normalization();
        List<Layer> layers = new ArrayList<>(Heads.embedding(config));
        int channels = Resolutions.channels(config.width(), stages.count());
        layers.add(normalization.weighted(new Linear(channels * stages.places(), normalization.needsBias())));
        layers.add(new Reshape(Shape.of(channels, stages.base())));
        layers.addAll(normalization.between(config.classes()));
        layers.add(Activation.RELU);
        for (int stage = stages.count() - 1; stage > 0; stage--) {
            int fewer = Resolutions.channels(config.width(), stage);
            layers.add(normalization.weighted(enlarging(stages, stage, fewer, normalization.needsBias())));
            layers.addAll(normalization.between(config.classes()));
            layers.add(Activation.RELU);
        }
        layers.add(enlarging(stages, 0, volume.channels(), true));
        layers.add(Activation.TANH);
        return new Architecture(config.inputs(), layers, Dcgan.initializer(normalization));
    }

    /** @param volume {@code [C, D, H, W]} */
    static Architecture discriminator(Shape volume, DiscriminatorConfig config) {
        List<Layer> layers = reducing(volume, config.width(), config.normalization());
        layers.addAll(Heads.deviation(config));
        layers.add(Heads.verdict(config, true));
        return new Architecture(volume, layers, Dcgan.initializer(config.normalization()));
    }

    /** @param volume {@code [C, D, H, W]} */
    static Architecture encoder(Shape volume, EncoderConfig config) {
        List<Layer> layers = reducing(volume, config.width(), config.normalization());
        layers.add(new Linear(config.outputs(), true));
        return new Architecture(volume, layers, Dcgan.initializer(config.normalization()));
    }

    private static List<Layer> reducing(Shape volume, int width, Normalization normalization) {
        Volumes stages = Volumes.of(volume);
        List<Layer> layers = new ArrayList<>();
        for (int stage = 0; stage < stages.count(); stage++) {
            boolean first = stage == 0;
            layers.add(normalization.weighted(new Conv(
                    Resolutions.channels(width, stage + 1),
                    stages.kernel(stage),
                    stages.strides().get(stage),
                    PADDING,
                    PerAxis.of(1),
                    1,
                    first || normalization.needsBias())));
            if (!first) {
                layers.addAll(normalization.between());
            }
            layers.add(Activation.leakyRelu(0.2));
        }
        return layers;
    }

    private static ConvTranspose enlarging(Volumes stages, int stage, int channels, boolean bias) {
        return new ConvTranspose(
                channels, stages.kernel(stage), stages.strides().get(stage), PADDING, PerAxis.of(0), bias);
    }
}
