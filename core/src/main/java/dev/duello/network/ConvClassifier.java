package dev.duello.network;

import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.BatchNorm;
import dev.duello.nn.Conv;
import dev.duello.nn.Initializer;
import dev.duello.nn.Layer;
import dev.duello.nn.Linear;
import dev.duello.nn.MaxPool;
import dev.duello.nn.PerAxis;
import dev.duello.nn.Resample;
import dev.duello.nn.Shape;
import dev.duello.nn.Spectrogram;
import java.util.ArrayList;
import java.util.List;

/** A pooled convolutional network that tells classes apart; what its last layer sees are features. */
public final class ConvClassifier {
    /** Channels of the first stage, unless a setting says otherwise. */
    public static final int WIDTH = 32;

    private static final int FEATURES = 128;
    private static final int LARGE = 64;
    private static final int COLUMNS = 128;
    private static final int SMALLEST_WINDOW = 256;
    private static final int LARGEST_HOP = 512;

    private ConvClassifier() {}

    /**
     * Three stages of convolution, batch normalization, ReLU and pooling, then two dense layers. What is larger than 64 pixels is
     * halved first: its finest details tell classes no better, and learning from them would take longer than a training.
     *
     * Sounds are seen as their spectrograms, texts as rows of characters, and clips and volumes by convolutions along three axes.
     *
     * @param sample {@code [C, H, W]}, each side at least 8, {@code [1, L]} of a sound, {@code [C, L]} of a text, or {@code [C, D, H, W]}
     * @param width channels of the first stage; each further one has twice as many
     * @throws dev.duello.nn.ShapeException when they are too small
     * @return a network from samples in [-1, 1] to {@code [classes]}, before the softmax
     */
    public static Architecture architecture(Shape sample, int width, int classes) {
        if (sample.spatial().size() == 1 && sample.channels() > 1) {
            return ofTexts(sample, width, classes);
        }
        List<Layer> layers = new ArrayList<>();
        if (sample.spatial().size() == 3) {
            return ofVolumes(sample, width / 2, classes);
        }
        Shape image = sample;
        if (sample.spatial().size() == 1) {
            Spectrogram spectrogram = spectrogram(sample.spatial().getFirst());
            layers.add(spectrogram);
            image = spectrogram.outputShape(sample);
        }
        int sideY = image.axes().get(1);
        int sideX = image.axes().get(2);
        while (Math.max(sideY, sideX) > LARGE
                && sideY % 2 == 0
                && sideX % 2 == 0
                && Math.min(sideY, sideX) >= LARGE / 2) {
            layers.add(new Resample(Resample.Direction.DOWN, Resample.Filter.BOX));
            sideY /= 2;
            sideX /= 2;
        }
        for (int channels : new int[] {width, 2 * width, 4 * width}) {
            layers.addAll(
                    List.of(new Conv(channels, 3, 1, 1, false), BatchNorm.DEFAULT, Activation.RELU, new MaxPool(2)));
        }
        layers.addAll(verdict(classes));
        return new Architecture(sample, layers, Initializer.HE_NORMAL);
    }

    /** The same along the text; shorter ones are pooled less often. */
    private static Architecture ofTexts(Shape text, int width, int classes) {
        List<Layer> layers = new ArrayList<>();
        int length = text.spatial().getFirst();
        for (int channels : new int[] {width, 2 * width, 4 * width}) {
            layers.addAll(List.of(new Conv(channels, 3, 1, 1, false), BatchNorm.DEFAULT, Activation.RELU));
            if (length >= 4) {
                layers.add(new MaxPool(2));
                length /= 2;
            }
        }
        layers.addAll(verdict(classes));
        return new Architecture(text, layers, Initializer.HE_NORMAL);
    }

    private static List<Layer> verdict(int classes) {
        return List.of(new Linear(FEATURES, false), BatchNorm.DEFAULT, Activation.RELU, new Linear(classes, true));
    }

    /** As for images along three axes, in each stage those halved that are not small yet; half as wide, as there is more to do. */
    private static Architecture ofVolumes(Shape sample, int width, int classes) {
        List<Layer> layers = new ArrayList<>();
        int[] sides = sample.spatial().stream().mapToInt(Integer::intValue).toArray();
        for (int channels : new int[] {width, 2 * width, 4 * width}) {
            List<Integer> pool = new ArrayList<>();
            for (int axis = 0; axis < sides.length; axis++) {
                pool.add(sides[axis] >= 4 ? 2 : 1);
                sides[axis] /= pool.getLast();
            }
            layers.addAll(List.of(
                    new Conv(channels, 3, 1, 1, false),
                    BatchNorm.DEFAULT,
                    Activation.RELU,
                    new MaxPool(new PerAxis(pool), null, null)));
        }
        layers.addAll(verdict(classes));
        return new Architecture(sample, layers, Initializer.HE_NORMAL);
    }

    /** About 128 columns, whose windows overlap by half or more. */
    private static Spectrogram spectrogram(int length) {
        int hop = Math.clamp(length / COLUMNS, 1, LARGEST_HOP);
        return new Spectrogram(Math.max(SMALLEST_WINDOW, 2 * hop), hop);
    }
}
