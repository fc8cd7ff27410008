package dev.duello.gan;

import dev.duello.data.Batch;
import dev.duello.data.Dataset;
import dev.duello.gan.diagnosis.GanMonitor;
import dev.duello.gan.diagnosis.Probe;
import dev.duello.gan.diagnosis.TrainingCritic;
import dev.duello.learn.Learner;
import dev.duello.learn.Model;
import dev.duello.learn.Monitor;
import dev.duello.learn.Networks;
import dev.duello.nn.Adam;
import dev.duello.nn.Annealing;
import dev.duello.nn.Architecture;
import dev.duello.nn.Layer;
import dev.duello.nn.Mode;
import dev.duello.nn.MovingAverage;
import dev.duello.nn.Network;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The duel itself (Goodfellow et al., 2014, algorithm 1): a generator makes images from noise, a discriminator tells them from
 * real ones, and each step moves both.
 */
public final class Duel implements Learner, TrainingCritic {
    /**
     * The two networks and how they train each other.
     *
     * @param classShares how often each class occurs in the data; empty for a duel without classes
     * @param discriminatorSteps steps of the discriminator for one of the generator
     * @param jointBatch show reals and fakes to the discriminator as one batch, so that its batch normalization cannot hide
     *     what sets them apart as a whole, such as contrast; the generator is then judged by the running statistics
     * @param averageHalfLifeKimg half-life of the generator's moving average
     * @param averageRampUp see {@link MovingAverage}
     * @param annealing how far schedules are, by images seen
     */
    public record Rules(
            Architecture generator,
            Architecture discriminator,
            List<Double> classShares,
            Objective objective,
            Penalty penalty,
            Augmentation augmentation,
            int discriminatorSteps,
            boolean jointBatch,
            Optimizer generatorOptimizer,
            Optimizer discriminatorOptimizer,
            double averageHalfLifeKimg,
            double averageRampUp,
            Annealing annealing) {
        /** With schedules that go from their first value to their last over so many thousands of images. */
        public Rules(
                Architecture generator,
                Architecture discriminator,
                List<Double> classShares,
                Objective objective,
                Penalty penalty,
                Augmentation augmentation,
                int discriminatorSteps,
                boolean jointBatch,
                Optimizer generatorOptimizer,
                Optimizer discriminatorOptimizer,
                double averageHalfLifeKimg,
                double averageRampUp,
                double annealKimg) {
            this(
                    generator,
                    discriminator,
                    classShares,
                    objective,
                    penalty,
                    augmentation,
                    discriminatorSteps,
                    jointBatch,
                    generatorOptimizer,
                    discriminatorOptimizer,
                    averageHalfLifeKimg,
                    averageRampUp,
                    Annealing.over(annealKimg));
        }
    }

    /** The generator's name among the saved tensors. */
    static final String GENERATOR = "generator";
    /** That of its moving average. */
    static final String AVERAGE = "average";
    /** That of the discriminator. */
    static final String DISCRIMINATOR = "discriminator";

    /** Further than any training draws. */
    private static final long UNDRAWN = 1L << 40;

    private final Rules rules;
    private final Network generator;
    private final Network discriminator;
    private final MovingAverage average;
    private final Adam generatorOptimizer;
    private final Adam discriminatorOptimizer;
    private final Augmenter augmenter;
    private final Latents latents;
    private final GanModel model;
    private final RandomStream noise;
    private final RandomStream mixing;
    private final boolean hasNoBatchStatistics;
    private long imagesSeen;
    private Annealing annealing;

    /** Two fresh networks; the same seed gives the same ones. */
    public Duel(Rules rules, long seed, Device device, Precision precision) {
        this.rules = rules;
        annealing = rules.annealing();
        try (CloseOnFailure opened = new CloseOnFailure()) {
            generator = opened.add(Network.initialized(
                    rules.generator(), device, precision, new RandomStream("generator-weights", seed)));
            discriminator = opened.add(Network.initialized(
                    rules.discriminator(), device, precision, new RandomStream("discriminator-weights", seed)));
            average = opened.add(new MovingAverage(generator, rules.averageHalfLifeKimg(), rules.averageRampUp()));
            generatorOptimizer = opened.add(
                    new Adam(generator.parameters(), rules.generatorOptimizer().at(0)));
            discriminatorOptimizer = opened.add(new Adam(
                    discriminator.parameters(), rules.discriminatorOptimizer().at(0)));
            opened.succeeded();
        }
        augmenter = new Augmenter(rules.augmentation(), device, new RandomStream("augmentation", seed));
        latents = new Latents(Math.toIntExact(rules.generator().input().elements()), rules.classShares());
        model = new GanModel(new Live(), rules.generator(), rules.classShares(), device);
        noise = new RandomStream("latents", seed);
        mixing = new RandomStream("mixing", seed);
        hasNoBatchStatistics = rules.discriminator().layers().stream().noneMatch(Layer::mixesImages);
    }

    @Override
    public void annealing(Annealing other) {
        annealing = other;
    }

    @Override
    public Map<String, Double> step(Batch batch) {
        return stepFrom(batch.samples(), latents.draw(batch.labels(), noise, generator.device()));
    }

    /** One step with given latents {@code [N, latent shape]}, whose classes are those of the reals. */
    Map<String, Double> stepFrom(Tensor real, Tensor z) {
        double progress = annealing.at(imagesSeen);
        boolean generatorMoves = (discriminatorOptimizer.steps() + 1) % rules.discriminatorSteps() == 0;
        boolean isPenaltyDue = rules.penalty().isDue(discriminatorOptimizer.steps());
        Map<String, Tensor> statistics = new LinkedHashMap<>();

        // The discriminator learns to tell reals from fakes, and is penalized for large gradients.
        Tensor fake = generatorMoves ? latents.generate(generator, z, Mode.TRAIN) : unrecorded(z);
        Tensor realSeen = isPenaltyDue ? real.detach().requiresGradient_(true) : real;
        Tensor fakeSeen = isPenaltyDue ? fake.detach().requiresGradient_(true) : fake.detach();
        Logits logits = logits(realSeen, fakeSeen, z, progress);
        Tensor loss = rules.objective().discriminatorLoss(logits.reals(), logits.fakes());
        statistics.put(GanStatistic.DISCRIMINATOR_LOSS.key(), loss.detach());
        if (isPenaltyDue) {
            Tensor penalty = gradientPenalty(realSeen, fakeSeen, logits, z, progress);
            statistics.put(GanStatistic.PENALTY.key(), penalty.detach());
            loss = loss.add(penalty.multiply(rules.penalty().interval()));
        }
        discriminatorOptimizer.minimize(loss, rules.discriminatorOptimizer().at(progress));

        // The generator learns to be taken for real.
        if (generatorMoves) {
            Tensor fakeLogits = logitsOfFakes(fake, z, progress);
            Tensor realLogits = logits.reals().detach();
            Tensor generatorLoss = rules.objective().generatorLoss(realLogits, fakeLogits);
            generatorOptimizer.minimize(
                    generatorLoss, rules.generatorOptimizer().at(progress));
            statistics.put(GanStatistic.GENERATOR_LOSS.key(), generatorLoss.detach());
            average.update(imagesSeen + real.size(0), Math.toIntExact(real.size(0)) * rules.discriminatorSteps());
        }

        imagesSeen += real.size(0);
        describe(logits, statistics);
        return numbers(statistics);
    }

    /** Read at once, so that a device is waited for once. */
    private static Map<String, Double> numbers(Map<String, Tensor> statistics) {
        List<Tensor> each =
                statistics.values().stream().map(value -> value.reshape(1)).toList();
        double[] values = Tensors.concatenate(each, 0).toDoubles();
        Map<String, Double> numbers = new LinkedHashMap<>();
        int i = 0;
        for (String name : statistics.keySet()) {
            numbers.put(name, values[i++]);
        }
        return numbers;
    }

    private Tensor unrecorded(Tensor z) {
        try (var _ = GradientMode.off()) {
            return latents.generate(generator, z, Mode.TRAIN);
        }
    }

    /** What the discriminator makes of both, in the mode in which it learns. */
    private Logits logits(Tensor reals, Tensor fakes, Tensor z, double progress) {
        Tensor changedReals = augmenter.apply(reals, progress);
        Tensor changedFakes = augmenter.apply(fakes, progress);
        Logits all = logitsByClass(changedReals, changedFakes);
        return new Logits(ofClass(all.reals(), z), ofClass(all.fakes(), z));
    }

    /** All logits of both, {@code [N, classes]} or {@code [N, 1]}. */
    private Logits logitsByClass(Tensor reals, Tensor fakes) {
        // Apart, a slope of the logits of reals does not lead through the fakes; the logits are the same where nothing
        // mixes images.
        boolean apart = hasNoBatchStatistics && reals.requiresGradient();
        if (rules.jointBatch() && !apart) {
            Tensor both = discriminator.forward(Tensors.concatenate(List.of(reals, fakes), 0), Mode.TRAIN);
            return new Logits(both.narrow(0, 0, reals.size(0)), both.narrow(0, reals.size(0), fakes.size(0)));
        }
        return new Logits(discriminator.forward(reals, Mode.TRAIN), discriminator.forward(fakes, Mode.TRAIN));
    }

    private Tensor logitsOfFakes(Tensor fakes, Tensor z, double progress) {
        Mode mode = rules.jointBatch() ? Mode.EVALUATE : Mode.TRAIN;
        return ofClass(discriminator.forward(augmenter.apply(fakes, progress), mode), z);
    }

    /** The logit of each image's own class, {@code [N]}, of {@code [N, classes]}. */
    private Tensor ofClass(Tensor logits, Tensor z) {
        return latents.classes() == 0
                ? logits.reshape(-1)
                : logits.multiply(latents.classesOf(z)).sum(1);
    }

    private Tensor gradientPenalty(Tensor reals, Tensor fakes, Logits logits, Tensor z, double progress) {
        Penalty penalty = rules.penalty();
        Tensor sum = Tensors.zeros(generator.device());
        if (penalty.r1().max() > 0) {
            Tensor r1 = GradientPenalties.zeroCentered(logits.reals(), reals);
            sum = sum.add(r1.multiply(penalty.r1().at(progress) / 2));
        }
        if (penalty.r2().max() > 0) {
            Tensor r2 = GradientPenalties.zeroCentered(logits.fakes(), fakes);
            sum = sum.add(r2.multiply(penalty.r2().at(progress) / 2));
        }
        if (penalty.wganGp() > 0) {
            long[] perImage = reals.shape();
            Arrays.fill(perImage, 1, perImage.length, 1);
            Tensor share = mixing.uniform(generator.device(), 0, 1, perImage);
            Tensor between =
                    fakes.add(reals.subtract(fakes).multiply(share)).detach().requiresGradient_(true);
            Tensor logitsBetween = ofClass(discriminator.forward(augmenter.apply(between, progress), Mode.TRAIN), z);
            sum = sum.add(GradientPenalties.oneCentered(logitsBetween, between).multiply(penalty.wganGp()));
        }
        return sum;
    }

    private void describe(Logits logits, Map<String, Tensor> statistics) {
        try (var _ = GradientMode.off()) {
            statistics.put(
                    GanStatistic.D_REAL.key(), Functions.sigmoid(logits.reals()).mean());
            statistics.put(
                    GanStatistic.D_FAKE.key(), Functions.sigmoid(logits.fakes()).mean());
            statistics.put(GanStatistic.LOGIT_REAL.key(), logits.reals().mean());
            statistics.put(GanStatistic.LOGIT_FAKE.key(), logits.fakes().mean());
            if (rules.augmentation().isOn()) {
                Tensor surplus = rules.objective().comparesWithReals()
                        ? logits.reals().subtract(logits.fakes())
                        : logits.reals();
                augmenter.adapt(surplus.sign().mean().item(), logits.reals().size(0));
            }
        }
    }

    @Override
    public Model model() {
        return model;
    }

    /** The networks that learn; they are closed with the duel. */
    private final class Live implements Networks {
        @Override
        public Network get(String name) {
            return switch (name) {
                case GENERATOR -> generator;
                case AVERAGE -> average.network();
                default -> discriminator;
            };
        }

        @Override
        public void close() {}
    }

    @Override
    public Monitor monitor(Dataset images, @Nullable Dataset heldOut, long seed) {
        return new GanMonitor(new Probe(model, this, images, heldOut, seed, generator.device()));
    }

    @Override
    public Logits logits(Tensor reals, Tensor fakes) {
        try (var _ = GradientMode.off()) {
            // The running statistics follow whatever is judged in this mode.
            Tensor before = discriminator.parameters().statistics().copy();
            Logits logits = logitsByClass(reals, fakes);
            discriminator.parameters().statistics().copyFrom_(before);
            return new Logits(latents.ofBestClass(logits.reals()), latents.ofBestClass(logits.fakes()));
        }
    }

    @Override
    public Map<String, Map<String, Tensor>> tensors() {
        Map<String, Map<String, Tensor>> files = new LinkedHashMap<>();
        files.put(GENERATOR, generator.parameters().byName());
        files.put(AVERAGE, average.network().parameters().byName());
        files.put(DISCRIMINATOR, discriminator.parameters().byName());
        Map<String, Tensor> optimizers = new LinkedHashMap<>();
        optimizers.put("generator.mean", generatorOptimizer.mean());
        optimizers.put("generator.mean-square", generatorOptimizer.meanSquare());
        optimizers.put("discriminator.mean", discriminatorOptimizer.mean());
        optimizers.put("discriminator.mean-square", discriminatorOptimizer.meanSquare());
        files.put("optimizers", optimizers);
        return files;
    }

    @Override
    public Map<String, Map<String, String>> metadata() {
        return Map.of(
                GENERATOR, generator.architecture().metadata(),
                AVERAGE, generator.architecture().metadata(),
                DISCRIMINATOR, discriminator.architecture().metadata());
    }

    @Override
    public Map<String, Long> counters() {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("images-seen", imagesSeen);
        counters.put("generator-steps", generatorOptimizer.steps());
        counters.put("discriminator-steps", discriminatorOptimizer.steps());
        counters.put("latents", noise.position());
        counters.put("mixing", mixing.position());
        counters.put("augmentation", augmenter.position());
        counters.put("augmentation-images", augmenter.adaptedImages());
        counters.put("rate-halvings", (long) generatorOptimizer.rateHalvings());
        return counters;
    }

    @Override
    public void restoreCounters(Map<String, Long> counters) {
        imagesSeen = required(counters, "images-seen");
        generatorOptimizer.steps(required(counters, "generator-steps"));
        discriminatorOptimizer.steps(required(counters, "discriminator-steps"));
        noise.position(required(counters, "latents"));
        mixing.position(counters.getOrDefault("mixing", 0L));
        augmenter.restore(counters.getOrDefault("augmentation", 0L), counters.getOrDefault("augmentation-images", 0L));
        rateHalvings(Math.toIntExact(counters.getOrDefault("rate-halvings", 0L)));
    }

    private static long required(Map<String, Long> counters, String name) {
        Long value = counters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The counter '" + name + "' is missing.");
        }
        return value;
    }

    @Override
    public void halveRates() {
        noise.position(noise.position() + UNDRAWN);
        mixing.position(mixing.position() + UNDRAWN);
        augmenter.restore(augmenter.position() + UNDRAWN, augmenter.adaptedImages());
        rateHalvings(generatorOptimizer.rateHalvings() + 1);
    }

    private void rateHalvings(int halvings) {
        generatorOptimizer.rateHalvings(halvings);
        discriminatorOptimizer.rateHalvings(halvings);
    }

    @Override
    public @Nullable String firstNonFinite() {
        // In the order of a step: what went wrong first is what is named.
        String inDiscriminator = discriminator.parameters().firstNonFinite();
        if (inDiscriminator != null) {
            return "the discriminator, " + inDiscriminator;
        }
        String inGenerator = generator.parameters().firstNonFinite();
        return inGenerator == null ? null : "the generator, " + inGenerator;
    }

    @Override
    public void close() {
        generatorOptimizer.close();
        discriminatorOptimizer.close();
        average.close();
        generator.close();
        discriminator.close();
    }
}
