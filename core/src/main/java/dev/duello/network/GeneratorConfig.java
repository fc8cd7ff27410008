package dev.duello.network;

import dev.duello.nn.Architecture;
import dev.duello.nn.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The choices that a generator leaves open.
 *
 * @param latent numbers of noise
 * @param width channels of the largest feature map, or units of a hidden layer
 * @param blocks residual blocks at each size; families without them ignore it
 * @param classes that it makes on demand; 0 when it knows none
 * @param relaxation of characters; families for other samples ignore it
 */
public record GeneratorConfig(
        int latent, int width, int blocks, Normalization normalization, int classes, Relaxation relaxation) {
    /** With shares of characters where it makes texts. */
    public GeneratorConfig(int latent, int width, int blocks, Normalization normalization, int classes) {
        this(latent, width, blocks, normalization, classes, Relaxation.SOFTMAX);
    }

    /** Noise, and the class where there are classes. */
    Map<String, Shape> inputs() {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        inputs.put(Architecture.LATENT, Shape.of(latent));
        if (classes > 0) {
            inputs.put(Architecture.CLASS, Shape.of(classes));
        }
        return inputs;
    }
}
