package dev.duello.translate;

import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.Conv;
import dev.duello.nn.Initializer;
import dev.duello.nn.InputChannels;
import dev.duello.nn.Layer;
import dev.duello.nn.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A discriminator that judges patches: one logit for each place, of what lies around it (Isola et al., 2017, section 3.2.2). With three
 * halvings each logit sees 70x70 pixels.
 */
final class PatchDiscriminator {
    /** Channels double so many times at most. */
    private static final int WIDEST = 3;

    private PatchDiscriminator() {}

    /**
     * @param input {@code [C, H, W]}, the source and the image in the channels of one
     * @param classes that images are of, 0 for none; each is a channel that is the same at every place
     * @param width channels of the first feature maps
     * @param depth halvings
     */
    static Architecture of(Shape input, int classes, int width, int depth, Normalization normalization) {
        Map<String, Shape> inputs = new LinkedHashMap<>(Map.of(Architecture.SAMPLE, input));
        List<Layer> layers = new ArrayList<>();
        if (classes > 0) {
            inputs.put(Architecture.CLASS, Shape.of(classes));
            layers.add(new InputChannels(Architecture.CLASS, classes));
        }
        Shape maps = input.withChannels(input.channels() + classes);
        for (int level = 0; level <= depth; level++) {
            boolean isFirst = level == 0;
            Normalization norm = isFirst ? Normalization.NONE : normalization;
            Layer conv = new Conv(width << Math.min(level, WIDEST), 4, level < depth ? 2 : 1, 1, norm.needsBias());
            maps = conv.outputShape(maps);
            layers.add(conv);
            layers.addAll(norm.after(maps));
            layers.add(Activation.leakyRelu(0.2));
        }
        layers.add(new Conv(1, 4, 1, 1, true));
        return new Architecture(inputs, layers, Initializer.DCGAN);
    }
}
