package dev.duello.network;

import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.Conv;
import dev.duello.nn.ConvTranspose;
import dev.duello.nn.Initializer;
import dev.duello.nn.Layer;
import dev.duello.nn.Linear;
import dev.duello.nn.PerAxis;
import dev.duello.nn.PhaseShuffle;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * WaveGAN (Donahue, McAuley and Puckette, 2019, appendix D): kernels of 25 along the time, steps of 4, ReLU in the generator, leaky
 * ReLU 0.2 and phase shuffle in the discriminator.
 */
final class WaveGan {
    private static final int KERNEL = 25;
    /** Places that phase shuffle moves by, as the paper has it. */
    private static final int SHUFFLE = 2;

    private WaveGan() {}

    /** @param sound {@code [C, L]} */
    static Architecture generator(Shape sound, GeneratorConfig config) {
        Lengths lengths = Lengths.of(sound);
        Normalization normalization = config.normalization();
        List<Layer> layers = new ArrayList<>(Heads.embedding(config));
        int channels = lengths.channels(config.width(), lengths.count());
        layers.add(normalization.weighted(new Linear(channels * lengths.base(), normalization.needsBias())));
        layers.add(new Reshape(Shape.of(channels, lengths.base())));
        layers.addAll(normalization.between(config.classes()));
        layers.add(Activation.RELU);
        for (int stage = lengths.count() - 1; stage > 0; stage--) {
            layers.add(normalization.weighted(enlarging(
                    lengths.channels(config.width(), stage), lengths.step(stage), normalization.needsBias())));
            layers.addAll(normalization.between(config.classes()));
            layers.add(Activation.RELU);
        }
        layers.add(enlarging(sound.channels(), lengths.step(0), true));
        layers.add(Activation.TANH);
        return new Architecture(config.inputs(), layers, Initializer.HE_NORMAL);
    }

    /** @param sound {@code [C, L]} */
    static Architecture discriminator(Shape sound, DiscriminatorConfig config) {
        List<Layer> layers = reducing(sound, config.width(), config.normalization(), true);
        layers.addAll(Heads.deviation(config));
        layers.add(Heads.verdict(config, true));
        return new Architecture(sound, layers, Initializer.HE_NORMAL);
    }

    /** @param sound {@code [C, L]} */
    static Architecture encoder(Shape sound, EncoderConfig config) {
        List<Layer> layers = reducing(sound, config.width(), config.normalization(), false);
        layers.add(new Linear(config.outputs(), true));
        return new Architecture(sound, layers, Initializer.HE_NORMAL);
    }

    private static List<Layer> reducing(Shape sound, int width, Normalization normalization, boolean shuffled) {
        Lengths lengths = Lengths.of(sound);
        List<Layer> layers = new ArrayList<>();
        for (int stage = 0; stage < lengths.count(); stage++) {
            boolean first = stage == 0;
            boolean last = stage == lengths.count() - 1;
            int step = lengths.step(stage);
            layers.add(normalization.weighted(new Conv(
                    lengths.channels(width, stage + 1),
                    KERNEL,
                    step,
                    padding(step),
                    first || normalization.needsBias())));
            if (!first) {
                layers.addAll(normalization.between());
            }
            layers.add(Activation.leakyRelu(0.2));
            if (shuffled && !last) {
                layers.add(new PhaseShuffle(SHUFFLE));
            }
        }
        return layers;
    }

    /** So that the length is exactly multiplied or divided by the step. */
    private static int padding(int step) {
        return (KERNEL - step + 1) / 2;
    }

    private static ConvTranspose enlarging(int channels, int step, boolean bias) {
        int padding = padding(step);
        int missing = step - KERNEL + 2 * padding;
        return new ConvTranspose(
                channels, PerAxis.of(KERNEL), PerAxis.of(step), PerAxis.of(padding), PerAxis.of(missing), bias);
    }
}
