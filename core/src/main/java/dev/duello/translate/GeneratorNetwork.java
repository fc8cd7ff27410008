package dev.duello.translate;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.Conv;
import dev.duello.nn.Dropout;
import dev.duello.nn.Initializer;
import dev.duello.nn.Layer;
import dev.duello.nn.Parallel;
import dev.duello.nn.PerAxis;
import dev.duello.nn.PixelShuffle;
import dev.duello.nn.ReflectionPad;
import dev.duello.nn.Resample;
import dev.duello.nn.Shape;
import dev.duello.nn.ShapeException;
import dev.duello.nn.UpsampleConv;
import java.util.ArrayList;
import java.util.List;

/** Networks that make an image of an image. */
public enum GeneratorNetwork {
    /**
     * A U-Net (Ronneberger et al., 2015; Isola et al., 2017): halves the image {@code depth} times and doubles it as often, with each
     * size handed over to its like. For pairs that lie on each other.
     */
    @JsonProperty("u-net")
    U_NET(true) {
        @Override
        Architecture generator(TranslationShape shape, Config config) {
            requireSameSize(shape);
            List<Layer> layers = new ArrayList<>(shape.entrance());
            layers.add(new Conv(config.width(), 4, 2, 1, true));
            if (config.depth() > 1) {
                layers.add(level(config, 1, halved(shape.source(), config.width())));
            }
            layers.add(Activation.RELU);
            layers.add(new UpsampleConv(shape.target().channels(), true));
            layers.add(Activation.TANH);
            layers.addAll(shape.exit());
            return new Architecture(shape.inputs(), layers, Initializer.DCGAN);
        }

        /** @param maps what level {@code depth} gets */
        private Layer level(Config config, int depth, Shape maps) {
            int width = config.width() << Math.min(depth, WIDEST);
            boolean isInnermost = depth == config.depth() - 1;
            Normalization norm = config.normalization();
            Shape inner = halved(maps, width);
            List<Layer> deep = new ArrayList<>();
            deep.add(Activation.leakyRelu(SLOPE));
            deep.add(new Conv(width, 4, 2, 1, isInnermost || norm.needsBias()));
            if (!isInnermost) {
                deep.addAll(norm.after(inner));
                deep.add(level(config, depth + 1, inner));
            }
            deep.add(Activation.RELU);
            deep.add(new UpsampleConv(maps.channels(), norm.needsBias()));
            deep.addAll(norm.after(maps));
            if (config.dropout() > 0 && depth > config.depth() - 1 - DROPPED) {
                deep.add(new Dropout(config.dropout()));
            }
            return new Parallel(
                    List.of(new Parallel.Branch("skip"), new Parallel.Branch("deep", deep.toArray(new Layer[0]))),
                    Parallel.Join.CONCAT);
        }

        @Override
        int multiple(Config config) {
            return 1 << config.depth();
        }
    },

    /**
     * Residual blocks between two halvings and two doublings, with borders that mirror the image (Johnson et al., 2016; Zhu et al.,
     * 2017). For pairs that differ in shape as well, and for unpaired images.
     */
    @JsonProperty("resnet")
    RESNET(true) {
        @Override
        Architecture generator(TranslationShape shape, Config config) {
            requireSameSize(shape);
            Normalization norm = config.normalization();
            boolean bias = norm.needsBias();
            Shape large = Shape.of(config.width(), shape.source().spatial());
            Shape half = halved(large, 2 * config.width());
            Shape small = halved(half, 4 * config.width());
            List<Layer> layers = new ArrayList<>(shape.entrance());
            layers.add(new ReflectionPad(PerAxis.of(3)));
            layers.add(new Conv(config.width(), 7, 1, 0, bias));
            normalize(layers, norm, large);
            layers.add(new Conv(half.channels(), 3, 2, 1, bias));
            normalize(layers, norm, half);
            layers.add(new Conv(small.channels(), 3, 2, 1, bias));
            normalize(layers, norm, small);
            for (int block = 0; block < config.depth(); block++) {
                List<Layer> branch = new ArrayList<>();
                branch.add(new ReflectionPad(PerAxis.of(1)));
                branch.add(new Conv(small.channels(), 3, 1, 0, bias));
                normalize(branch, norm, small);
                if (config.dropout() > 0) {
                    branch.add(new Dropout(config.dropout()));
                }
                branch.add(new ReflectionPad(PerAxis.of(1)));
                branch.add(new Conv(small.channels(), 3, 1, 0, bias));
                branch.addAll(norm.after(small));
                layers.add(Parallel.residual(branch, List.of(), 1, false));
            }
            layers.add(new UpsampleConv(half.channels(), bias));
            normalize(layers, norm, half);
            layers.add(new UpsampleConv(large.channels(), bias));
            normalize(layers, norm, large);
            layers.add(new ReflectionPad(PerAxis.of(3)));
            layers.add(new Conv(shape.target().channels(), 7, 1, 0, true));
            layers.add(Activation.TANH);
            layers.addAll(shape.exit());
            return new Architecture(shape.inputs(), layers, Initializer.DCGAN);
        }

        private static void normalize(List<Layer> layers, Normalization norm, Shape maps) {
            layers.addAll(norm.after(maps));
            layers.add(Activation.RELU);
        }

        @Override
        int multiple(Config config) {
            return 4;
        }
    },

    /**
     * Residual blocks at the size of the source, then pixel shuffles to that of the target (Ledig et al., 2017; Lim et al., 2017). What
     * it adds to the enlarged source is learned, from nothing on, where both have the same channels.
     */
    @JsonProperty("srresnet")
    SRRESNET(false) {
        @Override
        Architecture generator(TranslationShape shape, Config config) {
            Normalization norm = config.normalization();
            Shape maps = Shape.of(config.width(), shape.source().spatial());
            List<Layer> body = new ArrayList<>();
            for (int block = 0; block < config.depth(); block++) {
                List<Layer> branch = new ArrayList<>();
                branch.add(conv(config.width(), norm.needsBias()));
                branch.addAll(norm.after(maps));
                branch.add(Activation.RELU);
                if (config.dropout() > 0) {
                    branch.add(new Dropout(config.dropout()));
                }
                branch.add(conv(config.width(), norm.needsBias()));
                branch.addAll(norm.after(maps));
                body.add(Parallel.residual(branch, List.of(), norm == Normalization.NONE ? SMALL_GAIN : 1, false));
            }
            body.add(conv(config.width(), true));
            List<Layer> learned = new ArrayList<>(shape.entrance());
            learned.add(conv(config.width(), true));
            learned.add(Parallel.residual(body, List.of(), 1, false));
            for (int factor = shape.factor(); factor > 1; factor /= 2) {
                learned.add(conv(4 * config.width(), true));
                learned.add(new PixelShuffle(2));
            }
            learned.add(conv(shape.target().channels(), true));
            List<Layer> layers = new ArrayList<>(
                    shape.source().channels() != shape.target().channels()
                            ? learned
                            : List.of(Parallel.residual(learned, enlarging(shape.factor()), 1, true)));
            layers.addAll(shape.exit());
            return new Architecture(shape.inputs(), layers, Initializer.HE_NORMAL);
        }

        private static List<Layer> enlarging(int factor) {
            return factor == 1
                    ? List.of()
                    : List.of(new Resample(Resample.Direction.UP, Resample.Filter.BOX, PerAxis.of(factor)));
        }

        private static Layer conv(int channels, boolean bias) {
            return new Conv(channels, 3, 1, 1, bias);
        }

        @Override
        int multiple(Config config) {
            return 1;
        }
    };

    private static final double SLOPE = 0.2;
    /** Channels double so many times at most. */
    private static final int WIDEST = 3;
    /** Levels of a U-Net that drop numbers, the innermost first. */
    private static final int DROPPED = 3;
    /** Keeps a deep network without normalization at its start. */
    private static final double SMALL_GAIN = 0.1;

    private final boolean keepsSize;

    GeneratorNetwork(boolean keepsSize) {
        this.keepsSize = keepsSize;
    }

    /**
     * @param width channels of the first feature maps
     * @param depth halvings of a U-Net, or residual blocks
     * @param dropout probability of a number to be dropped, 0 for none
     */
    record Config(int width, int depth, Normalization normalization, double dropout) {}

    /** Whether what it makes is as large as the source. */
    boolean keepsSize() {
        return keepsSize;
    }

    /** @throws ShapeException when it makes no such images of such sources */
    abstract Architecture generator(TranslationShape shape, Config config);

    /** What the sides of a source must be a multiple of. */
    abstract int multiple(Config config);

    private static void requireSameSize(TranslationShape shape) {
        if (!shape.source().spatial().equals(shape.target().spatial())) {
            throw new ShapeException("A source of " + shape.source() + " cannot become " + shape.target()
                    + " by a network that keeps the size: use the network srresnet.");
        }
    }

    private static Shape halved(Shape maps, int channels) {
        return Shape.of(
                channels,
                maps.spatial().stream().map(side -> Math.max(1, side / 2)).toList());
    }
}
