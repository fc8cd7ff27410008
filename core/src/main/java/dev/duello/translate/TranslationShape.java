package dev.duello.translate;

import dev.duello.nn.Architecture;
import dev.duello.nn.FillHoles;
import dev.duello.nn.InputChannels;
import dev.duello.nn.Layer;
import dev.duello.nn.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes into a generator and what comes out.
 *
 * @param source {@code [C, H, W]}
 * @param noise numbers drawn for each image, 0 for none
 * @param target {@code [C, factor H, factor W]}
 * @param fillsHoles whether the source is transparent where it has holes, and the target equal to it elsewhere
 */
record TranslationShape(Shape source, int noise, Shape target, boolean fillsHoles) {
    /** The name of the input that the generator makes an image of. */
    static final String SOURCE = "source";

    /** The inputs of a generator: the source, and noise where there is some. */
    Map<String, Shape> inputs() {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        inputs.put(SOURCE, source);
        if (noise > 0) {
            inputs.put(Architecture.LATENT, Shape.of(noise));
        }
        return inputs;
    }

    /** What comes before the first layer: the noise, as channels that are the same at every place. */
    List<Layer> entrance() {
        return noise > 0 ? List.of(new InputChannels(Architecture.LATENT, noise)) : List.of();
    }

    /** What comes after the last layer: what is known of the source stays as it is. */
    List<Layer> exit() {
        return fillsHoles ? List.of(new FillHoles(SOURCE, source)) : List.of();
    }

    /** By how much each side of the target is longer. */
    int factor() {
        return target.spatial().getFirst() / source.spatial().getFirst();
    }

    /** What a generator was built for. */
    static TranslationShape of(Architecture generator) {
        Shape latent = generator.inputs().get(Architecture.LATENT);
        return new TranslationShape(
                generator.input(),
                latent == null ? 0 : latent.channels(),
                generator.output(),
                generator.layers().getLast() instanceof FillHoles);
    }
}
