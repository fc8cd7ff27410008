package dev.duello.network;

import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.AveragePool;
import dev.duello.nn.Conv;
import dev.duello.nn.ConvTranspose;
import dev.duello.nn.Initializer;
import dev.duello.nn.Layer;
import dev.duello.nn.Linear;
import dev.duello.nn.Parallel;
import dev.duello.nn.PerAxis;
import dev.duello.nn.Resample;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import dev.duello.nn.UpsampleConv;
import java.util.ArrayList;
import java.util.List;

/**
 * Clips of which each frame is an image that is made by itself, as MoCoGAN has it (Tulyakov et al., 2018): a content code, the same for
 * all frames, and a motion code for each of them. Here the motion codes are a path along the time that convolutions make smooth, as in
 * TGAN (Saito et al., 2017), in place of a recurrent network. Two critics are added up: one that sees a few single frames, and one that
 * sees the clip as an image whose channels are all its frames, so that each of its first windows looks along the whole time.
 */
final class Mocogan {
    /** Frames that are looked at one by one. */
    private static final int SEEN = 4;

    /** A time that is halved further is too short for a window of 3 to be a path. */
    private static final int SHORTEST_PATH = 4;

    /** The critic of the clip has many frames to compare and costs what one image does. */
    private static final int WIDER = 2;

    private static final int GROWTH = 2;
    private static final int KERNEL = 4;

    private Mocogan() {}

    /** @param clip {@code [C, T, H, W]} */
    static Architecture generator(Shape clip, GeneratorConfig config) {
        Resolutions stages = Resolutions.of(frame(clip));
        Normalization normalization = config.normalization();
        int codes = 3 * config.width();
        List<Layer> layers = new ArrayList<>(Heads.embedding(config));
        layers.add(new Parallel(
                List.of(
                        new Parallel.Branch("content", content(2 * config.width(), frames(clip)), 1, false),
                        new Parallel.Branch("motion", motion(config.width(), frames(clip)), 1, false)),
                Parallel.Join.CONCAT));
        layers.add(Activation.RELU);
        layers.add(new Reshape(Shape.of(codes, frames(clip), 1, 1)));
        layers.add(normalization.weighted(new ConvTranspose(
                Resolutions.channels(config.width(), stages.count(), GROWTH),
                PerAxis.of(1, stages.height(), stages.width()),
                PerAxis.of(1),
                PerAxis.of(0),
                PerAxis.of(0),
                normalization.needsBias())));
        for (int halvings = stages.count() - 1; halvings > 0; halvings--) {
            layers.addAll(normalization.between(config.classes()));
            layers.add(Activation.RELU);
            layers.add(normalization.weighted(
                    doubling(Resolutions.channels(config.width(), halvings, GROWTH), normalization.needsBias())));
        }
        layers.addAll(normalization.between(config.classes()));
        layers.add(Activation.RELU);
        layers.add(doubling(clip.channels(), true));
        layers.add(Activation.TANH);
        return new Architecture(config.inputs(), layers, Initializer.HE_NORMAL);
    }

    private static UpsampleConv doubling(int channels, boolean bias) {
        return new UpsampleConv(channels, PerAxis.of(1, 2, 2), bias);
    }

    /** {@code [channels, T]}, of which all frames are equal. */
    private static List<Layer> content(int channels, int frames) {
        return List.of(
                new Linear(channels, true),
                new Reshape(Shape.of(channels, 1)),
                new Resample(Resample.Direction.UP, Resample.Filter.BOX, PerAxis.of(frames)));
    }

    /** {@code [channels, T]}, neighbors of which are alike. */
    private static List<Layer> motion(int channels, int frames) {
        int beginning = frames;
        int doublings = 0;
        while (beginning % 2 == 0 && beginning / 2 >= SHORTEST_PATH) {
            beginning /= 2;
            doublings++;
        }
        List<Layer> layers = new ArrayList<>();
        layers.add(new Linear(channels * beginning, true));
        layers.add(new Reshape(Shape.of(channels, beginning)));
        for (int i = 0; i < doublings; i++) {
            layers.add(Activation.RELU);
            layers.add(new UpsampleConv(channels, true));
        }
        return layers;
    }

    /** @param clip {@code [C, T, H, W]} */
    static Architecture discriminator(Shape clip, DiscriminatorConfig config) {
        List<Layer> frames = ofFrames(clip, config.width(), config.normalization());
        frames.add(Heads.verdict(config, true));
        List<Layer> whole = ofClip(clip, WIDER * config.width(), config.normalization());
        whole.addAll(Heads.deviation(config));
        whole.add(Heads.verdict(config, true));
        return new Architecture(
                clip,
                List.of(new Parallel(
                        List.of(
                                new Parallel.Branch("frames", frames, 1, false),
                                new Parallel.Branch("clip", whole, 1, false)),
                        Parallel.Join.ADD)),
                Initializer.HE_NORMAL);
    }

    /** @param clip {@code [C, T, H, W]} */
    static Architecture encoder(Shape clip, EncoderConfig config) {
        List<Layer> layers = ofClip(clip, config.width(), config.normalization());
        layers.add(new Linear(config.outputs(), true));
        return new Architecture(clip, layers, Initializer.HE_NORMAL);
    }

    /** Of some frames, evenly spread, the features of each, and their mean. */
    private static List<Layer> ofFrames(Shape clip, int width, Normalization normalization) {
        int apart = Math.max(1, frames(clip) / SEEN);
        int seen = (frames(clip) - 1) / apart + 1;
        List<Layer> layers = new ArrayList<>();
        int stages = Resolutions.of(frame(clip)).count();
        for (int stage = 1; stage <= stages; stage++) {
            layers.add(normalization.weighted(new Conv(
                    Resolutions.channels(width, stage),
                    PerAxis.of(1, KERNEL, KERNEL),
                    PerAxis.of(stage == 1 ? apart : 1, 2, 2),
                    PerAxis.of(0, 1, 1),
                    PerAxis.of(1),
                    1,
                    stage == 1 || normalization.needsBias())));
            if (stage > 1) {
                layers.addAll(normalization.between());
            }
            layers.add(Activation.leakyRelu(0.2));
        }
        layers.add(new AveragePool(PerAxis.of(seen, 1, 1), PerAxis.of(seen, 1, 1), PerAxis.of(0)));
        return layers;
    }

    private static List<Layer> ofClip(Shape clip, int width, Normalization normalization) {
        List<Layer> layers = new ArrayList<>();
        layers.add(new Reshape(Shape.of(
                clip.channels() * frames(clip),
                frame(clip).axes().get(1),
                frame(clip).axes().get(2))));
        int stages = Resolutions.of(frame(clip)).count();
        for (int stage = 1; stage <= stages; stage++) {
            layers.add(normalization.weighted(new Conv(
                    Resolutions.channels(width, stage), KERNEL, 2, 1, stage == 1 || normalization.needsBias())));
            if (stage > 1) {
                layers.addAll(normalization.between());
            }
            layers.add(Activation.leakyRelu(0.2));
        }
        return layers;
    }

    private static int frames(Shape clip) {
        return clip.axes().get(1);
    }

    private static Shape frame(Shape clip) {
        return Shape.of(clip.channels(), clip.axes().subList(2, 4));
    }
}
