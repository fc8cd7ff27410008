package dev.duello.gan;

import dev.duello.nn.ClassEmbedding;
import dev.duello.nn.ClassProjection;
import dev.duello.nn.Layer;
import dev.duello.nn.Linear;
import dev.duello.nn.MinibatchDeviation;
import java.util.List;

/** How every family begins a generator and ends a discriminator. */
final class Parts {
    /** The length of a class embedding: a voice beside the noise, not louder than it. */
    private static final int EMBEDDING = 32;

    /** Neighbours that a deviation compares, as StyleGAN has it. */
    private static final int GROUP = 4;

    private Parts() {}

    /** What reads the class, when there are classes. */
    static List<Layer> embedding(GeneratorDesign design) {
        return design.classes() == 0 ? List.of() : List.of(new ClassEmbedding(design.classes(), EMBEDDING));
    }

    /** What watches for sameness, when asked. */
    static List<Layer> deviation(DiscriminatorDesign design) {
        return design.minibatchDeviation() ? List.of(new MinibatchDeviation(GROUP)) : List.of();
    }

    /** From features to logits. */
    static Layer verdict(DiscriminatorDesign design, boolean bias) {
        return design.classes() == 0
                ? design.normalisation().weighted(new Linear(1, bias))
                : new ClassProjection(design.classes());
    }
}
