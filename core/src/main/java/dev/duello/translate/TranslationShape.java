package dev.duello.translate;

import dev.duello.nn.Architecture;
import dev.duello.nn.FillHoles;
import dev.duello.nn.InputChannels;
import dev.duello.nn.Layer;
import dev.duello.nn.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes into a generator and what comes out.
 *
 * @param source {@code [C, H, W]}
 * @param noise numbers drawn for each image, 0 for none
 * @param classes that results are of, 0 for none
 * @param target {@code [C, factor H, factor W]}
 * @param fillsHoles whether the source is transparent where it has holes, and the target equal to it elsewhere
 */
record TranslationShape(Shape source, int noise, int classes, Shape target, boolean fillsHoles) {
    /** The name of the input that the generator makes an image of. */
    static final String SOURCE = "source";

    /** Without noise, classes and holes. */
    TranslationShape(Shape source, Shape target) {
        this(source, 0, 0, target, false);
    }

    /** The inputs of a generator: the source, and noise and class where there are some. */
    Map<String, Shape> inputs() {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        inputs.put(SOURCE, source);
        if (noise > 0) {
            inputs.put(Architecture.LATENT, Shape.of(noise));
        }
        if (classes > 0) {
            inputs.put(Architecture.CLASS, Shape.of(classes));
        }
        return inputs;
    }

    /** What comes before the first layer: noise and class, as channels that are the same at every place. */
    List<Layer> entrance() {
        List<Layer> entrance = new ArrayList<>();
        if (noise > 0) {
            entrance.add(new InputChannels(Architecture.LATENT, noise));
        }
        if (classes > 0) {
            entrance.add(new InputChannels(Architecture.CLASS, classes));
        }
        return entrance;
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
                generator.classes(),
                generator.output(),
                generator.layers().getLast() instanceof FillHoles);
    }
}
