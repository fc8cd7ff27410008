package dev.duello.privacy.audit;

import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.metric.EvaluationProgress;
import dev.duello.metric.ExtractedFeatures;
import dev.duello.metric.ImageSource;
import dev.duello.metric.NeighborCounts;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Attacks a model, or samples of one, and looks for copies. Members and non-members are treated alike throughout, so that an attack
 * that knows nothing guesses as a coin does.
 */
public final class Auditor {
    /** Members compared with at once. */
    private static final int CHUNK = 10_000;

    private static final int BATCH = 250;
    /** Training images shown beside a suspicious sample. */
    private static final int SHOWN = 3;

    private static final int SUSPECTS = 16;

    private final AuditSubject subject;
    private final EvaluationProgress progress;
    private final ImageSource attacked;
    private final @Nullable ImageSource others;
    private final List<Attack> attacks = new ArrayList<>();
    private double gap = Double.NaN;

    private Auditor(AuditSubject subject, EvaluationProgress progress) {
        this.subject = subject;
        this.progress = progress;
        this.attacked = ImageSource.of(subject.members(), subject.count());
        Dataset nonMembers = subject.nonMembers();
        this.others = nonMembers == null ? null : ImageSource.of(nonMembers, subject.count());
    }

    /**
     * Runs all attacks that the subject allows.
     *
     * @throws IllegalArgumentException when features are not finite
     */
    public static AuditReport audit(AuditSubject subject, EvaluationProgress progress) {
        return new Auditor(subject, progress).run();
    }

    private AuditReport run() {
        try (var _ = TensorScope.open()) {
            InPixels pixels = inPixels();
            InFeatures features = inFeatures();
            discriminator();
            return new AuditReport(
                    subject.samples().count(),
                    subject.members().size(),
                    attacked.count(),
                    others == null ? 0 : others.count(),
                    subject.network().name(),
                    List.copyOf(attacks),
                    features.blind,
                    gap,
                    new Copying(
                            pixels.memorized,
                            pixels.usual,
                            pixels.medianRatio,
                            features.authentic,
                            features.authenticNonMembers,
                            features.closer,
                            features.statistic,
                            features.identifiable,
                            features.identifiableNonMembers),
                    pixels.suspects);
        }
    }

    private void attack(String name, Attack.Needs needs, boolean calibrated, double[] members, double[] nonMembers) {
        attacks.add(new Attack(name, needs, calibrated, RocCurve.of(members, nonMembers)));
    }

    /** The nearest sample's distance as a score, then less what a reference model has. */
    private void nearestSample(
            String space, Tensor members, Tensor nonMembers, Tensor samples, @Nullable Tensor reference) {
        double[] in = Nearest.of(members, samples, 1).distances(0);
        double[] out = Nearest.of(nonMembers, samples, 1).distances(0);
        attack("nearest sample, " + space, Attack.Needs.SAMPLES, false, negated(in), negated(out));
        if (reference != null) {
            attack(
                    "nearest sample, " + space,
                    Attack.Needs.SAMPLES,
                    true,
                    difference(Nearest.of(members, reference, 1).distances(0), in),
                    difference(Nearest.of(nonMembers, reference, 1).distances(0), out));
        }
    }

    private static double[] negated(double[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    private static double[] difference(double[] a, double[] b) {
        double[] result = a.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] -= b[i];
        }
        return result;
    }

    private record InPixels(
            Proportion memorized, @Nullable Proportion usual, double medianRatio, List<Suspect> suspects) {}

    private InPixels inPixels() {
        try (var _ = TensorScope.open()) {
            Tensor samples = Pixels.of(subject.samples());
            Tensor nonMembers = others == null ? null : Pixels.of(others);
            Nearest ofSamples = new Nearest(
                    subject.samples().count(), Math.min(SHOWN, subject.members().size()));
            Nearest ofNonMembers = new Nearest(others == null ? 0 : others.count(), 2);
            ImageSource all =
                    ImageSource.of(subject.members(), subject.members().size());
            String part = "comparing " + numbers() + " with training images";
            for (int start = 0; start < all.count(); start += CHUNK) {
                progress.update(part, start, all.count());
                try (var _ = TensorScope.open()) {
                    Tensor members = Pixels.of(all, start, Math.min(CHUNK, all.count() - start));
                    ofSamples.add(samples, members);
                    if (nonMembers != null) {
                        ofNonMembers.add(nonMembers, members);
                    }
                }
            }
            progress.update(part, all.count(), all.count());
            if (nonMembers != null) {
                ImageSource reference = subject.reference();
                nearestSample(
                        numbers(),
                        Pixels.of(attacked),
                        nonMembers,
                        samples,
                        reference == null ? null : Pixels.of(reference));
            }
            double[] ratios = Memorized.ratios(ofSamples.distances(0), ofSamples.distances(1));
            double[] usual = ofNonMembers.distances(0).clone();
            Arrays.sort(usual);
            return new InPixels(
                    Memorized.of(ratios),
                    others == null
                            ? null
                            : Memorized.of(Memorized.ratios(ofNonMembers.distances(0), ofNonMembers.distances(1))),
                    MonteCarlo.radius(ratios, new double[0]),
                    suspects(ofSamples, ratios, usual));
        }
    }

    /** What samples are compared by, besides features. */
    private String numbers() {
        return subject.members().format() instanceof ImageFormat ? "pixels" : "numbers";
    }

    private List<Suspect> suspects(Nearest nearest, double[] ratios, double[] usual) {
        return IntStream.range(0, ratios.length)
                .boxed()
                .sorted(Comparator.comparingDouble(sample -> ratios[sample]))
                .limit(SUSPECTS)
                .map(sample -> new Suspect(
                        sample,
                        IntStream.range(0, Math.min(SHOWN, subject.members().size()))
                                .map(rank -> nearest.indices(rank)[sample])
                                .toArray(),
                        nearest.distances(0)[sample],
                        ratios[sample],
                        shareUpTo(usual, nearest.distances(0)[sample])))
                .toList();
    }

    /** NaN of none. */
    private static double shareUpTo(double[] sorted, double value) {
        int at = Arrays.binarySearch(sorted, Math.nextUp(value));
        return (double) (at < 0 ? -at - 1 : at) / sorted.length;
    }

    private record InFeatures(
            Proportion authentic,
            @Nullable Proportion authenticNonMembers,
            @Nullable Proportion closer,
            double statistic,
            Proportion identifiable,
            @Nullable Proportion identifiableNonMembers,
            @Nullable RocCurve blind) {}

    private InFeatures inFeatures() {
        ImageSource reference = subject.reference();
        Dataset nonMembers = subject.nonMembers();
        try (ExtractedFeatures samples =
                        ExtractedFeatures.from(subject.samples(), "samples", subject.network(), progress);
                ExtractedFeatures members = ExtractedFeatures.ofReals(
                        subject.members(), subject.members().size(), subject.network(), progress);
                ExtractedFeatures out = nonMembers == null
                        ? null
                        : ExtractedFeatures.ofReals(nonMembers, subject.count(), subject.network(), progress);
                ExtractedFeatures other = reference == null
                        ? null
                        : ExtractedFeatures.from(reference, "samples of the reference", subject.network(), progress);
                var _ = TensorScope.open()) {
            return inFeatures(
                    samples.features(),
                    members.features(),
                    out == null ? null : out.features(),
                    other == null ? null : other.features());
        }
    }

    private InFeatures inFeatures(
            Tensor samples, Tensor members, @Nullable Tensor nonMembers, @Nullable Tensor reference) {
        int[] chosen = IntStream.range(0, attacked.count())
                .map(i -> (int) ((long) i * members.size(0) / attacked.count()))
                .toArray();
        Tensor in = rows(members, chosen);
        Nearest ofSamples = amongMembers(samples, members, 1, "samples");
        Nearest ofMembers = amongMembers(in, members, 2, "members");
        double[] toSamples = Nearest.of(in, samples, 1).distances(0);
        Proportion authentic = Authenticity.of(ofSamples.distances(0), amongThemselves(members, ofSamples.indices(0)));
        // The nearest of all is itself.
        Proportion identifiable = Identifiability.of(toSamples, ofMembers.distances(1));
        if (nonMembers == null) {
            return new InFeatures(authentic, null, null, Double.NaN, identifiable, null, null);
        }
        Nearest ofNonMembers = amongMembers(nonMembers, members, 1, "non-members");
        nearestSample("features", in, nonMembers, samples, reference);
        monteCarlo(in, nonMembers, samples);
        densityRatio(in, nonMembers, samples, reference);
        double statistic;
        try (Cells cells = Cells.of(members)) {
            statistic = DataCopying.statistic(
                    ofSamples.distances(0), cells.find(samples), ofNonMembers.distances(0), cells.find(nonMembers));
        }
        return new InFeatures(
                authentic,
                Authenticity.of(ofNonMembers.distances(0), amongThemselves(members, ofNonMembers.indices(0))),
                closer(samples, in, nonMembers),
                statistic,
                identifiable,
                Identifiability.of(Nearest.of(nonMembers, samples, 1).distances(0), ofNonMembers.distances(0)),
                BlindBaseline.of(in, nonMembers));
    }

    private Nearest amongMembers(Tensor points, Tensor members, int k, String what) {
        String part = "comparing features of " + what + " with training images";
        Nearest nearest = new Nearest((int) points.size(0), k);
        int count = (int) members.size(0);
        for (int start = 0; start < count; start += CHUNK) {
            progress.update(part, start, count);
            try (var _ = TensorScope.open()) {
                nearest.add(points, members.narrow(0, start, Math.min(CHUNK, count - start)));
            }
        }
        progress.update(part, count, count);
        return nearest;
    }

    /** How far each of these members is from the member nearest to it. */
    private double[] amongThemselves(Tensor members, int[] which) {
        int[] distinct = Arrays.stream(which).distinct().sorted().toArray();
        double[] found;
        try (var _ = TensorScope.open()) {
            found = amongMembers(rows(members, distinct), members, 2, "training images")
                    .distances(1);
        }
        return Arrays.stream(which)
                .mapToDouble(index -> found[Arrays.binarySearch(distinct, index)])
                .toArray();
    }

    private static Tensor rows(Tensor features, int[] which) {
        return features.rows(Tensors.of(Arrays.stream(which).asLongStream().toArray(), which.length));
    }

    private void monteCarlo(Tensor in, Tensor out, Tensor samples) {
        double radius = MonteCarlo.radius(
                Nearest.of(in, samples, 1).distances(0),
                Nearest.of(out, samples, 1).distances(0));
        int generated = (int) samples.size(0);
        attack(
                "Monte Carlo, features",
                Attack.Needs.SAMPLES,
                false,
                MonteCarlo.scores(NeighborCounts.within(in, samples, radius), generated),
                MonteCarlo.scores(NeighborCounts.within(out, samples, radius), generated));
    }

    /** Without a reference model, half of the non-members tell how dense such images are in general. */
    private void densityRatio(Tensor in, Tensor out, Tensor samples, @Nullable Tensor reference) {
        String name = "density ratio, features";
        int count = (int) out.size(0);
        Tensor even =
                rows(out, IntStream.range(0, count).filter(i -> i % 2 == 0).toArray());
        Tensor odd = rows(out, IntStream.range(0, count).filter(i -> i % 2 == 1).toArray());
        List<double[]> scores = Domias.scores(samples, even, List.of(in, odd));
        attack(name, Attack.Needs.SAMPLES, false, scores.get(0), scores.get(1));
        if (reference != null) {
            scores = Domias.scores(samples, reference, List.of(in, out));
            attack(name, Attack.Needs.SAMPLES, true, scores.get(0), scores.get(1));
        }
    }

    private static Proportion closer(Tensor samples, Tensor in, Tensor out) {
        int both = (int) Math.min(in.size(0), out.size(0));
        return CloserToMembers.of(
                Nearest.of(samples, spread(in, both), 1).distances(0),
                Nearest.of(samples, spread(out, both), 1).distances(0));
    }

    private static Tensor spread(Tensor features, int count) {
        return rows(
                features,
                IntStream.range(0, count)
                        .map(i -> (int) ((long) i * features.size(0) / count))
                        .toArray());
    }

    private void discriminator() {
        Discriminator discriminator = subject.discriminator();
        if (discriminator == null || others == null) {
            return;
        }
        double[] in = logits(discriminator, attacked);
        double[] out = logits(discriminator, others);
        gap = Arrays.stream(in).average().orElseThrow()
                - Arrays.stream(out).average().orElseThrow();
        attack("discriminator", Attack.Needs.DISCRIMINATOR, false, in, out);
        Discriminator reference = subject.referenceDiscriminator();
        if (reference != null) {
            attack(
                    "discriminator",
                    Attack.Needs.DISCRIMINATOR,
                    true,
                    difference(in, logits(reference, attacked)),
                    difference(out, logits(reference, others)));
        }
    }

    private double[] logits(Discriminator discriminator, ImageSource images) {
        double[] logits = new double[images.count()];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate((long) BATCH * images.format().bytes());
            for (int start = 0; start < logits.length; start += BATCH) {
                int count = Math.min(BATCH, logits.length - start);
                progress.update("asking the discriminator", start, logits.length);
                images.fill(start, count, stored);
                System.arraycopy(discriminator.logits(stored, count), 0, logits, start, count);
            }
            progress.update("asking the discriminator", logits.length, logits.length);
        }
        return logits;
    }
}
