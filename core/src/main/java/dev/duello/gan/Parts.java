package dev.duello.gan;

import dev.duello.nn.Activate;
import dev.duello.nn.Architecture;
import dev.duello.nn.ClassEmbedding;
import dev.duello.nn.ClassProjection;
import dev.duello.nn.Conv;
import dev.duello.nn.Initialiser;
import dev.duello.nn.Layer;
import dev.duello.nn.Linear;
import dev.duello.nn.MinibatchDeviation;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import java.util.ArrayList;
import java.util.List;

/** How every family begins a generator and ends a discriminator. */
final class Parts {
    /** The length of a class embedding: a voice beside the noise, not louder than it. */
    private static final int EMBEDDING = 32;

    private Parts() {}

    /** What reads the class, when there are classes. */
    static List<Layer> embedding(GeneratorDesign design) {
        return design.classes() == 0 ? List.of() : List.of(new ClassEmbedding(design.classes(), EMBEDDING));
    }

    /** From a latent to small maps of {@code channels}, normalised and activated: how a plain convolutional generator begins. */
    static List<Layer> base(GeneratorDesign design, Stages stages, int channels) {
        Normalisation normalisation = design.normalisation();
        List<Layer> layers = new ArrayList<>(embedding(design));
        layers.add(normalisation.weighted(
                new Linear(channels * stages.height() * stages.width(), normalisation.needsBias())));
        layers.add(new Reshape(Shape.of(channels, stages.height(), stages.width())));
        layers.addAll(normalisation.between(design.classes()));
        layers.add(Activate.RELU);
        return layers;
    }

    /**
     * A discriminator that halves every side {@code halvings} times by kernels of 4 with stride 2, and then judges. Past the
     * base of the generator the channels grow no more, and never beyond {@code growth} times the width.
     */
    static Architecture halving(
            Shape image, DiscriminatorDesign design, int halvings, int growth, Initialiser initialiser) {
        Normalisation normalisation = design.normalisation();
        int most = Stages.of(image).count();
        List<Layer> layers = new ArrayList<>();
        for (int i = 1; i <= halvings; i++) {
            boolean first = i == 1;
            int channels = Stages.channels(design.width(), Math.min(i, most), growth);
            layers.add(normalisation.weighted(new Conv(channels, 4, 2, 1, first || normalisation.needsBias())));
            if (!first) {
                layers.addAll(normalisation.between());
            }
            layers.add(Activate.leakyRelu(0.2));
        }
        layers.addAll(deviation(design));
        layers.add(verdict(design, true));
        return new Architecture(image, layers, initialiser);
    }

    /** What watches for sameness, when asked. */
    static List<Layer> deviation(DiscriminatorDesign design) {
        return design.minibatchDeviation() ? List.of(new MinibatchDeviation(DiscriminatorDesign.GROUP)) : List.of();
    }

    /** From features to logits. */
    static Layer verdict(DiscriminatorDesign design, boolean bias) {
        return design.classes() == 0
                ? design.normalisation().weighted(new Linear(1, bias))
                : new ClassProjection(design.classes());
    }
}
