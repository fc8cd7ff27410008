package dev.duello.explain;

import dev.duello.explain.ImageTraits.Trait;
import dev.duello.learn.Model;
import dev.duello.learn.Weights;
import dev.duello.torch.DType;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Finds directions in the noise of a generator that change its samples in ways that have a name, or at least an order. */
public final class Directions {
    private static final int LABELLED = 2_000;
    private static final int BATCH = 250;

    /** How directions are found. */
    public enum Method {
        /** Of the first weights, in closed form. */
        SEFA,
        /** Of the activations of samples. */
        GANSPACE,
        /** Of labels of samples, by regression. */
        LABELS
    }

    private Directions() {}

    /**
     * Finds directions, the most important to the method first.
     *
     * @param count at most; of {@link Method#LABELS} there is one for each property that {@link ImageTraits} measures, of hue
     *     one towards red ({@code hue-0}) and one towards yellow-green ({@code hue-90})
     * @throws ExplainException when the method does not suit the model
     */
    public static List<LatentDirection> find(Model model, Method method, int count) {
        return switch (method) {
            case SEFA -> Sefa.of(model, count);
            case GANSPACE -> Ganspace.of(model, count);
            case LABELS -> {
                List<LatentDirection> all = ofTraits(model);
                yield all.subList(0, Math.min(count, all.size()));
            }
        };
    }

    /**
     * The direction along which a label of samples grows.
     *
     * @param latents {@code [N, latent shape]}
     * @param labels {@code [N]}; NaN where there is none
     * @throws ExplainException when there are too few labels, or all are equal
     */
    public static LatentDirection ofLabels(Model model, String name, Tensor latents, double[] labels) {
        try (var _ = TensorScope.open()) {
            Tensor flat = latents.reshape(latents.size(0), -1);
            return LabelRegression.of(name, flat.narrow(1, 0, Generators.noise(model)), labels);
        }
    }

    private static List<LatentDirection> ofTraits(Model model) {
        if (!ImageTraits.areThoseOf(model)) {
            throw new ExplainException(
                    "Properties are measured of images only: give labels of your own (--labels), or look for"
                            + " directions of the weights (sefa) or of activations (ganspace).");
        }
        int count = Math.max(LABELLED, LabelRegression.fewest(Generators.noise(model)));
        RandomStream random = new RandomStream("labels", 0);
        try (var _ = TensorScope.open()) {
            List<Tensor> parts = new ArrayList<>();
            double[][] labels = new double[Trait.values().length][count];
            for (int start = 0; start < count; start += BATCH) {
                Tensor some = model.latents(Math.min(BATCH, count - start), random);
                parts.add(some);
                try (var _ = TensorScope.open()) {
                    double[][] traits = ImageTraits.of(model.sample(some, Weights.AVERAGE));
                    for (int i = 0; i < traits.length; i++) {
                        for (int trait = 0; trait < labels.length; trait++) {
                            labels[trait][start + i] = traits[i][trait];
                        }
                    }
                }
            }
            Tensor latents = Tensors.concatenate(parts, 0);
            List<LatentDirection> found = new ArrayList<>();
            for (Trait trait : Trait.values()) {
                double[] values = labels[trait.ordinal()];
                if (trait.isCircular()) {
                    // No straight line leads round a circle: one direction leads to its beginning, one a quarter
                    // further.
                    addIfVaried(found, model, trait.label() + "-0", latents, parts(values, Math::cos));
                    addIfVaried(found, model, trait.label() + "-90", latents, parts(values, Math::sin));
                } else {
                    addIfVaried(found, model, trait.label(), latents, values);
                }
            }
            return found;
        }
    }

    private static double[] parts(double[] turns, DoubleUnaryOperator part) {
        return Arrays.stream(turns)
                .map(turn -> part.applyAsDouble(2 * Math.PI * turn))
                .toArray();
    }

    /** What hardly any sample has, or all in the same way, has no direction. */
    private static void addIfVaried(
            List<LatentDirection> found, Model model, String name, Tensor latents, double[] values) {
        double[] known =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        if (known.length >= LabelRegression.fewest(Generators.noise(model)) && Vectors.deviation(known) > 1e-6) {
            found.add(ofLabels(model, name, latents, values));
        }
    }

    /**
     * Latents moved along a direction; their classes stay.
     *
     * @param latents {@code [N, latent shape]}
     * @param direction a number for each of the noise, such as {@link LatentDirection#vector}
     * @param distance in standard deviations of the noise
     * @return {@code [N, latent shape]}, in the open scope
     * @throws IllegalArgumentException when the direction is longer than a latent
     */
    public static Tensor moved(Tensor latents, double[] direction, double distance) {
        int length = Math.toIntExact(latents.elements() / latents.size(0));
        if (direction.length > length) {
            throw new IllegalArgumentException(
                    "A direction of " + direction.length + " numbers does not fit latents of " + length + ".");
        }
        double[] step = new double[length];
        for (int i = 0; i < direction.length; i++) {
            step[i] = distance * direction[i];
        }
        long[] one = latents.shape();
        one[0] = 1;
        return latents.add(
                Tensors.of(step, length).to(DType.FLOAT32).reshape(one).toDeviceOf(latents));
    }
}
