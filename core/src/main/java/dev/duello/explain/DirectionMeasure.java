package dev.duello.explain;

import dev.duello.explain.ImageTraits.Trait;
import dev.duello.learn.Model;
import dev.duello.learn.Weights;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Measures what directions do to samples: how far pixels move, which measured properties of images change, and how often the class changes,
 * against random directions.
 */
public final class DirectionMeasure {
    /** How far a direction is followed to either side, in standard deviations. */
    public static final double REACH = 3;
    /** Samples of a strip, from {@code -REACH} to {@code REACH}. */
    public static final int STEPS = 7;

    private static final int BASES = 32;
    private static final int RANDOM_DIRECTIONS = 16;
    private static final int USUAL = 500;
    private static final int BATCH = 250;
    /** A change of half of what samples differ by anyway is worth telling. */
    private static final double NOTABLE = 0.5;

    private static final double NOTABLE_CLASSES = 0.25;
    private static final int MOST_TOLD = 3;

    /**
     * What a direction does.
     *
     * @param effect how far a pixel moves from one end to the other, as the root of the mean square, of a range of 1
     * @param timesRandom the effect over the mean effect of random directions
     * @param changes mean change of each property from one end to the other, in the order of {@link Trait}, in its own unit; empty
     *     where samples are no images
     * @param spreads the same in standard deviations of the property among samples
     * @param classChanges share of samples whose class is another at one end than at the other; NaN when nothing tells classes
     * @param description what changes, in words
     */
    public record Effect(
            LatentDirection direction,
            double effect,
            double timesRandom,
            double[] changes,
            double[] spreads,
            double classChanges,
            String description) {}

    /**
     * What several directions do, the largest effect first.
     *
     * @param randomEffect mean effect of random directions
     * @param randomSpread its standard deviation
     */
    public record Report(List<Effect> effects, double randomEffect, double randomSpread) {
        public Report {
            effects = List.copyOf(effects);
        }
    }

    private final Model model;
    private final @Nullable Function<Tensor, int[]> classes;
    private final Tensor bases;
    private final boolean hasTraits;
    private final double[] usual;

    private DirectionMeasure(Model model, @Nullable Function<Tensor, int[]> classes) {
        this.model = model;
        this.classes = classes;
        bases = model.latents(BASES, new RandomStream("direction-bases", 0));
        hasTraits = ImageTraits.areThoseOf(model);
        usual = usualDeviations();
    }

    /**
     * @param classes tells the class of each sample {@code [N, C, spatial...]} in [-1, 1]; null when nothing does
     */
    public static Report of(Model model, List<LatentDirection> directions, @Nullable Function<Tensor, int[]> classes) {
        try (var _ = TensorScope.open()) {
            DirectionMeasure measure = new DirectionMeasure(model, classes);
            double[] random = measure.randomEffects();
            double mean = Vectors.mean(random);
            List<Effect> effects = new ArrayList<>();
            for (LatentDirection direction : directions) {
                effects.add(measure.effect(direction, mean));
            }
            effects.sort(Comparator.comparingDouble(Effect::effect).reversed());
            return new Report(effects, mean, Vectors.deviation(random));
        }
    }

    /**
     * The latents of strips, one a row: from {@code -REACH} to {@code REACH} along a direction.
     *
     * @param bases {@code [N, latent shape]}, which lie in the middle
     * @return {@code [N * STEPS, latent shape]}, in the open scope
     */
    public static Tensor strips(Tensor bases, LatentDirection direction) {
        List<Tensor> rows = new ArrayList<>();
        for (long base = 0; base < bases.size(0); base++) {
            for (int step = 0; step < STEPS; step++) {
                rows.add(Directions.moved(
                        bases.narrow(0, base, 1), direction.vector(), REACH * (2.0 * step / (STEPS - 1) - 1)));
            }
        }
        return Tensors.concatenate(rows, 0);
    }

    /** How much each property differs among samples anyway. */
    private double[] usualDeviations() {
        if (!hasTraits) {
            return new double[0];
        }
        double[][] all = new double[USUAL][];
        RandomStream random = new RandomStream("direction-usual", 0);
        for (int start = 0; start < USUAL; start += BATCH) {
            try (var _ = TensorScope.open()) {
                double[][] some = ImageTraits.of(model.sample(model.latents(BATCH, random), Weights.AVERAGE));
                System.arraycopy(some, 0, all, start, some.length);
            }
        }
        double[] deviations = new double[Trait.values().length];
        for (Trait trait : Trait.values()) {
            double[] values = new double[USUAL];
            for (int i = 0; i < USUAL; i++) {
                values[i] = all[i][trait.ordinal()];
            }
            // Of an angle spread over the whole circle, as if it were uniform.
            deviations[trait.ordinal()] = trait.isCircular() ? Math.sqrt(1.0 / 12) : Vectors.deviation(values);
        }
        return deviations;
    }

    private double[] randomEffects() {
        SplittableRandom random = new SplittableRandom(0);
        double[] effects = new double[RANDOM_DIRECTIONS];
        for (int i = 0; i < effects.length; i++) {
            double[] vector = new double[Generators.noise(model)];
            for (int j = 0; j < vector.length; j++) {
                vector[j] = random.nextGaussian();
            }
            try (var _ = TensorScope.open()) {
                double[] unit = Vectors.unit(vector);
                effects[i] = moved(sample(unit, -REACH), sample(unit, REACH));
            }
        }
        return effects;
    }

    private Tensor sample(double[] vector, double distance) {
        return model.sample(Directions.moved(bases, vector, distance), Weights.AVERAGE);
    }

    /** The root of the mean square change of a pixel, mean over the samples. */
    private static double moved(Tensor from, Tensor to) {
        double[] squares =
                to.subtract(from).square().reshape(from.size(0), -1).mean(1L).toDoubles();
        double sum = 0;
        for (double square : squares) {
            sum += Math.sqrt(square) / 2;
        }
        return sum / squares.length;
    }

    private Effect effect(LatentDirection direction, double random) {
        try (var _ = TensorScope.open()) {
            Tensor first = sample(direction.vector(), -REACH);
            if (!hasTraits) {
                return untold(direction, random, first, sample(direction.vector(), REACH));
            }
            Tensor last = first;
            double[][] before = ImageTraits.of(first);
            double[][] change = new double[BASES][Trait.values().length];
            for (int step = 1; step < STEPS; step++) {
                last = sample(direction.vector(), REACH * (2.0 * step / (STEPS - 1) - 1));
                double[][] now = ImageTraits.of(last);
                for (int i = 0; i < BASES; i++) {
                    for (Trait trait : Trait.values()) {
                        int t = trait.ordinal();
                        double difference = trait.difference(before[i][t], now[i][t]);
                        // A gray image has no hue to turn.
                        change[i][t] += Double.isNaN(difference) ? 0 : difference;
                    }
                }
                before = now;
            }
            double effect = moved(first, last);
            double[] changes = new double[Trait.values().length];
            double[] spreads = new double[changes.length];
            for (int t = 0; t < changes.length; t++) {
                double[] ofAll = new double[BASES];
                for (int i = 0; i < BASES; i++) {
                    ofAll[i] = change[i][t];
                }
                changes[t] = Vectors.mean(ofAll);
                // What differs from sample to sample more than it changes on the whole is no property of the direction.
                double doubt = 2 * Vectors.deviation(ofAll) / Math.sqrt(BASES);
                spreads[t] = Math.abs(changes[t]) > doubt ? changes[t] / Math.max(usual[t], 1e-6) : 0;
            }
            double classChanges = classChanges(first, last);
            return new Effect(
                    direction,
                    effect,
                    effect / Math.max(random, 1e-12),
                    changes,
                    spreads,
                    classChanges,
                    describe(changes, spreads, classChanges));
        }
    }

    /** Of samples that have no properties to measure. */
    private Effect untold(LatentDirection direction, double random, Tensor first, Tensor last) {
        double effect = moved(first, last);
        double classChanges = classChanges(first, last);
        return new Effect(
                direction,
                effect,
                effect / Math.max(random, 1e-12),
                new double[0],
                new double[0],
                classChanges,
                classChanges > NOTABLE_CLASSES ? anotherClass(classChanges) : "no properties are measured");
    }

    private double classChanges(Tensor first, Tensor last) {
        return classes == null ? Double.NaN : classChanges(classes.apply(first), classes.apply(last));
    }

    private static String anotherClass(double share) {
        return String.format(Locale.ROOT, "another class in %.0f %% of samples", 100 * share);
    }

    private static double classChanges(int[] before, int[] after) {
        int changed = 0;
        for (int i = 0; i < before.length; i++) {
            changed += before[i] == after[i] ? 0 : 1;
        }
        return (double) changed / before.length;
    }

    private static String describe(double[] changes, double[] spreads, double classChanges) {
        List<String> told = new ArrayList<>();
        List<Trait> order = new ArrayList<>(List.of(Trait.values()));
        order.sort(Comparator.comparingDouble((Trait trait) -> Math.abs(spreads[trait.ordinal()]))
                .reversed());
        for (Trait trait : order.subList(0, MOST_TOLD)) {
            double change = changes[trait.ordinal()];
            if (Math.abs(spreads[trait.ordinal()]) >= NOTABLE) {
                told.add(trait.words(change) + " ("
                        + (trait.isCircular()
                                ? String.format(Locale.ROOT, "%+.0f degrees", 360 * change)
                                : String.format(Locale.ROOT, "%+.2f", change))
                        + ")");
            }
        }
        if (classChanges > NOTABLE_CLASSES) {
            told.add(anotherClass(classChanges));
        }
        return told.isEmpty() ? "no measured property changes in the same way in all samples" : String.join(", ", told);
    }
}
