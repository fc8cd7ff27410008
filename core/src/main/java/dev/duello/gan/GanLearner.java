package dev.duello.gan;

import dev.duello.data.Batch;
import dev.duello.data.Dataset;
import dev.duello.gan.diagnosis.GanMonitor;
import dev.duello.gan.diagnosis.Probe;
import dev.duello.gan.diagnosis.TrainingCritic;
import dev.duello.learn.Latents;
import dev.duello.learn.Learner;
import dev.duello.learn.Model;
import dev.duello.learn.Monitor;
import dev.duello.learn.Networks;
import dev.duello.nn.Adam;
import dev.duello.nn.Annealing;
import dev.duello.nn.Architecture;
import dev.duello.nn.GradientRule;
import dev.duello.nn.MovingAverage;
import dev.duello.nn.Network;
import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.SampleLosses;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trains a GAN (Goodfellow et al., 2014, algorithm 1): a generator makes images from noise, a discriminator distinguishes them from
 * real ones, and each step updates both.
 */
public final class GanLearner implements Learner, TrainingCritic {
    /**
     * The two networks and how they train each other.
     *
     * @param classShares how often each class occurs in the data; empty for a GAN without classes
     * @param discriminatorSteps steps of the discriminator for one of the generator
     * @param concatRealFake show reals and fakes to the discriminator as one batch, so that its batch normalization cannot hide
     *     what sets them apart as a whole, such as contrast; the generator is then judged by the running statistics
     * @param averageHalfLifeKimg half-life of the generator's moving average
     * @param averageRampUp see {@link MovingAverage}
     * @param annealing how far schedules are, by images seen
     * @param adaptSteps see {@link StepRatio}; 0 for a ratio that stays
     * @param privateBatch reals in a step on average where they are private, so that nothing may tell how many there were;
     *     0 where they are not
     * @param embedding null for none
     */
    public record Config(
            Architecture generator,
            Architecture discriminator,
            List<Double> classShares,
            Objective objective,
            Penalty penalty,
            Augmentation augmentation,
            int discriminatorSteps,
            boolean concatRealFake,
            OptimizerSettings generatorOptimizer,
            OptimizerSettings discriminatorOptimizer,
            double averageHalfLifeKimg,
            double averageRampUp,
            Annealing annealing,
            double adaptSteps,
            int privateBatch,
            @Nullable Embedding embedding) {
        /**
         * What is released of the private samples before the first step.
         *
         * @param noise of the release, above 0
         * @param warmUp generated samples from which the generator learns with the embedding alone
         * @param weight in the generator's loss afterwards
         */
        public record Embedding(double noise, long warmUp, double weight) {}

        /** With schedules that go from their first value to their last over so many thousands of images. */
        public Config(
                Architecture generator,
                Architecture discriminator,
                List<Double> classShares,
                Objective objective,
                Penalty penalty,
                Augmentation augmentation,
                int discriminatorSteps,
                boolean concatRealFake,
                OptimizerSettings generatorOptimizer,
                OptimizerSettings discriminatorOptimizer,
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
                    concatRealFake,
                    generatorOptimizer,
                    discriminatorOptimizer,
                    averageHalfLifeKimg,
                    averageRampUp,
                    Annealing.over(annealKimg),
                    0,
                    0,
                    null);
        }
    }

    /** The generator's name among the saved tensors. */
    static final String GENERATOR = "generator";
    /** That of its moving average. */
    static final String AVERAGE = "average";
    /** That of the discriminator. */
    static final String DISCRIMINATOR = "discriminator";
    /** The mean embedding's, which only a private training has. */
    private static final String EMBEDDING = "embedding";

    /** Further than any training draws. */
    private static final long UNDRAWN = 1L << 40;

    private final Config config;
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
    private final RandomStream layerNoise;
    private final DiscriminatorPass pass;
    private final GradientRules gradients;
    private final StepRatio ratio;
    private final @Nullable EmbeddingTerm embedding;
    private long imagesSeen;
    private Annealing annealing;

    /** Two fresh networks that learn from the mean loss of each batch; the same seed gives the same ones. */
    public GanLearner(Config config, long seed, Device device, Precision precision) {
        this(config, seed, device, precision, GradientRules.both(GradientRule.MEAN));
    }

    /** The same with other gradients. */
    public GanLearner(Config config, long seed, Device device, Precision precision, GradientRules gradients) {
        this(config, seed, device, precision, gradients, new RandomStream("layer-noise", seed));
    }

    /** The same with other noise in layers of the discriminator. */
    GanLearner(
            Config config,
            long seed,
            Device device,
            Precision precision,
            GradientRules gradients,
            RandomStream layerNoise) {
        this.config = config;
        this.gradients = gradients;
        annealing = config.annealing();
        try (CloseOnFailure opened = new CloseOnFailure()) {
            generator = opened.add(Network.initialized(
                    config.generator(), device, precision, new RandomStream("generator-weights", seed)));
            discriminator = opened.add(Network.initialized(
                    config.discriminator(), device, precision, new RandomStream("discriminator-weights", seed)));
            average = opened.add(new MovingAverage(generator, config.averageHalfLifeKimg(), config.averageRampUp()));
            generatorOptimizer = opened.add(new Adam(generator.parameters()));
            discriminatorOptimizer = opened.add(new Adam(discriminator.parameters()));
            latents = new Latents(Math.toIntExact(config.generator().input().elements()), config.classShares());
            embedding = embeddingTerm(config, latents, seed, device);
            if (embedding != null) {
                opened.add(embedding.embedding());
            }
            opened.succeeded();
        }
        augmenter = new Augmenter(config.augmentation(), device, new RandomStream("augmentation", seed));
        model = new GanModel(new Live(), config.generator(), config.classShares(), device);
        noise = new RandomStream("latents", seed);
        mixing = new RandomStream("mixing", seed);
        this.layerNoise = layerNoise;
        pass = new DiscriminatorPass(discriminator, latents, config.concatRealFake(), layerNoise);
        ratio = new StepRatio(config.discriminatorSteps(), config.adaptSteps());
    }

    private static @Nullable EmbeddingTerm embeddingTerm(Config config, Latents latents, long seed, Device device) {
        Config.Embedding wanted = config.embedding();
        if (wanted == null) {
            return null;
        }
        MeanEmbedding embedding = new MeanEmbedding(
                RandomFeatures.of(config.discriminator().input(), device),
                latents.classes(),
                wanted.noise(),
                device,
                new RandomStream("privacy-embedding", seed));
        return new EmbeddingTerm(embedding, latents, wanted.weight());
    }

    @Override
    public void begin(Dataset samples) {
        if (embedding != null) {
            embedding.embedding().release(samples);
        }
    }

    @Override
    public void annealing(Annealing other) {
        annealing = other;
    }

    @Override
    public boolean seesOnlyWhatIsAsked() {
        return true;
    }

    @Override
    public Map<String, Double> step(Batch batch) {
        Config.Embedding released = config.embedding();
        if (embedding != null && released != null && imagesSeen < released.warmUp()) {
            return warmUpStep(embedding, config.privateBatch());
        }
        return config.privateBatch() > 0
                ? privateStep(batch, config.privateBatch())
                : stepFrom(pass.seen(batch.samples()), latents.draw(batch.labels(), noise, generator.device()));
    }

    /** One step of the generator, which learns from the embedding: nothing private is touched. */
    private Map<String, Double> warmUpStep(EmbeddingTerm term, int count) {
        double progress = annealing.at(imagesSeen);
        Tensor z = latents.draw(count, noise, generator.device());
        Map<String, Tensor> statistics = new LinkedHashMap<>();
        try (Fakes fakes = new Fakes(generator, latents, z, null)) {
            EmbeddingLoss loss = new EmbeddingLoss(new EmbeddingTerm(term.embedding(), latents, 1), fakes, count);
            move(
                    generator,
                    generatorOptimizer,
                    gradients.generator(),
                    loss,
                    config.generatorOptimizer().at(progress));
            statistics.put(GanStatistic.EMBEDDING_DISTANCE.key(), loss.losses().mean());
            average.update(imagesSeen + count, count);
        }
        imagesSeen += count;
        return numbers(statistics);
    }

    /**
     * One step of which nothing tells who was in the batch, but for the discriminator's gradient: there are as many fakes as
     * always, of classes that hang on no label, and only their logits are reported.
     */
    private Map<String, Double> privateStep(Batch batch, int count) {
        double progress = annealing.at(imagesSeen);
        boolean generatorMoves = ratio.isGeneratorNext();
        Tensor reals = pass.seen(batch.samples());
        Tensor z = latents.draw(count, noise, generator.device());
        Map<String, Tensor> statistics = new LinkedHashMap<>();
        Tensor logits;
        GradientRule.Asked ofGenerator = gradients.generator().asks(count);
        try (Fakes fakes =
                new Fakes(generator, latents, z, generatorMoves && ofGenerator.atOnce() ? ofGenerator : null)) {
            long[] shapeOfFakes = reals.shape();
            shapeOfFakes[0] = count;
            PrivateDiscriminatorLoss first = new PrivateDiscriminatorLoss(
                    config.objective(),
                    pass,
                    latents,
                    reals,
                    batch.labels(),
                    fakes,
                    count,
                    gradients.discriminator(),
                    augmenter.draw(reals.shape(), progress),
                    augmenter.draw(shapeOfFakes, progress));
            try {
                move(
                        discriminator,
                        discriminatorOptimizer,
                        gradients.discriminator(),
                        first,
                        config.discriminatorOptimizer().at(progress));
            } finally {
                first.close();
            }
            logits = first.fakeLogits();
            if (generatorMoves) {
                EmbeddingTerm term = embedding != null && embedding.weight() > 0 ? embedding : null;
                GeneratorLoss second = new GeneratorLoss(
                        config.objective(), pass, fakes, augmenter.draw(shapeOfFakes, progress), logits, term);
                move(
                        generator,
                        generatorOptimizer,
                        gradients.generator(),
                        second,
                        config.generatorOptimizer().at(progress));
                statistics.put(
                        GanStatistic.GENERATOR_LOSS.key(), second.losses().mean());
                average.update(imagesSeen + count, count * ratio.ratio());
            }
        }
        try (var _ = GradientMode.off()) {
            statistics.put(GanStatistic.D_FAKE.key(), Functions.sigmoid(logits).mean());
            statistics.put(GanStatistic.LOGIT_FAKE.key(), logits.mean());
            statistics.put(
                    GanStatistic.FAKE_ACCURACY.key(),
                    logits.sign().multiply(-0.5).add(0.5).mean());
        }
        imagesSeen += count;
        Map<String, Double> numbers = numbers(statistics);
        ratio.stepped(numbers.getOrDefault(GanStatistic.FAKE_ACCURACY.key(), 1.0));
        numbers.put(GanStatistic.STEP_RATIO.key(), (double) ratio.ratio());
        return numbers;
    }

    /** One step with given latents {@code [N, latent shape]}, whose classes are those of the reals. */
    Map<String, Double> stepFrom(Tensor real, Tensor z) {
        double progress = annealing.at(imagesSeen);
        boolean generatorMoves = (discriminatorOptimizer.steps() + 1) % config.discriminatorSteps() == 0;
        Map<String, Tensor> statistics = new LinkedHashMap<>();
        int size = Math.toIntExact(real.size(0));
        try (Fakes fakes = new Fakes(generator, latents, z, generatorMoves ? gradients.once(size) : null)) {
            DiscriminatorLoss first = discriminatorTurn(real, fakes, progress);
            move(
                    discriminator,
                    discriminatorOptimizer,
                    gradients.discriminator(),
                    first,
                    config.discriminatorOptimizer().at(progress));
            statistics.put(GanStatistic.DISCRIMINATOR_LOSS.key(), first.losses().mean());
            if (first.penalties().elements() > 0) {
                statistics.put(GanStatistic.PENALTY.key(), first.penalties().mean());
            }
            if (generatorMoves) {
                ImageTransforms changes = augmenter.draw(real.shape(), progress);
                GeneratorLoss second = new GeneratorLoss(
                        config.objective(), pass, fakes, changes, first.logits().reals(), null);
                move(
                        generator,
                        generatorOptimizer,
                        gradients.generator(),
                        second,
                        config.generatorOptimizer().at(progress));
                statistics.put(
                        GanStatistic.GENERATOR_LOSS.key(), second.losses().mean());
                average.update(imagesSeen + real.size(0), Math.toIntExact(real.size(0)) * config.discriminatorSteps());
            }
            describe(first.logits(), statistics);
        }
        imagesSeen += real.size(0);
        return numbers(statistics);
    }

    private DiscriminatorLoss discriminatorTurn(Tensor real, Fakes fakes, double progress) {
        Penalty penalty = config.penalty();
        long[] shape = real.shape();
        ImageTransforms changesOfReals = augmenter.draw(shape, progress);
        ImageTransforms changesOfFakes = augmenter.draw(shape, progress);
        PenaltyTerm term = penalty.isDue(discriminatorOptimizer.steps())
                ? new PenaltyTerm(penalty, progress, pass, shape, changesOfReals, changesOfFakes, augmenter, mixing)
                : null;
        return new DiscriminatorLoss(
                config.objective(), pass, real, fakes, changesOfReals, changesOfFakes, term, penalty.interval());
    }

    private static void move(
            Network network, Adam optimizer, GradientRule rule, SampleLosses losses, Adam.Settings settings) {
        try (var _ = TensorScope.open()) {
            optimizer.step(rule.gradients(losses, network.parameters()), settings);
        }
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

    private void describe(Logits logits, Map<String, Tensor> statistics) {
        try (var _ = GradientMode.off()) {
            statistics.put(
                    GanStatistic.D_REAL.key(), Functions.sigmoid(logits.reals()).mean());
            statistics.put(
                    GanStatistic.D_FAKE.key(), Functions.sigmoid(logits.fakes()).mean());
            statistics.put(GanStatistic.LOGIT_REAL.key(), logits.reals().mean());
            statistics.put(GanStatistic.LOGIT_FAKE.key(), logits.fakes().mean());
            if (config.augmentation().isOn()) {
                Tensor surplus = config.objective().comparesWithReals()
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

    /** The networks that learn; they are closed with the GAN. */
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
    public Monitor monitor(Dataset images, long seed) {
        return new GanMonitor(new Probe(model, this, images, images.heldOut(), seed, generator.device()));
    }

    @Override
    public Logits logits(Tensor reals, Tensor fakes) {
        try (var _ = GradientMode.off()) {
            // The running statistics follow whatever is judged in this mode.
            Tensor before = discriminator.parameters().statistics().copy();
            // Whoever looks must not change what the training draws.
            Logits logits =
                    pass.with(new RandomStream("probe", 0)).logitsByClass(pass.seen(reals), pass.seen(fakes), null);
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
        if (embedding != null) {
            files.put(EMBEDDING, Map.of("sums", embedding.embedding().sums()));
        }
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
        counters.put("layer-noise", layerNoise.position());
        counters.put("augmentation", augmenter.position());
        counters.put("augmentation-images", augmenter.adaptedImages());
        counters.put("rate-halvings", (long) generatorOptimizer.rateHalvings());
        if (config.privateBatch() > 0) {
            counters.put("step-ratio", (long) ratio.ratio());
            counters.put("steps-since-generator", (long) ratio.since());
            counters.put("steps-at-ratio", ratio.atRatio());
            counters.put("fake-accuracy-bits", Double.doubleToLongBits(ratio.fakeAccuracy()));
        }
        gradients.streams().forEach(stream -> counters.put(stream.name(), stream.position()));
        return counters;
    }

    @Override
    public void restoreCounters(Map<String, Long> counters) {
        imagesSeen = Learner.counter(counters, "images-seen");
        generatorOptimizer.steps(Learner.counter(counters, "generator-steps"));
        discriminatorOptimizer.steps(Learner.counter(counters, "discriminator-steps"));
        noise.position(Learner.counter(counters, "latents"));
        mixing.position(counters.getOrDefault("mixing", 0L));
        layerNoise.position(counters.getOrDefault("layer-noise", 0L));
        augmenter.restore(counters.getOrDefault("augmentation", 0L), counters.getOrDefault("augmentation-images", 0L));
        rateHalvings(Math.toIntExact(counters.getOrDefault("rate-halvings", 0L)));
        if (config.privateBatch() > 0) {
            ratio.restore(
                    Math.toIntExact(Learner.counter(counters, "step-ratio")),
                    Math.toIntExact(Learner.counter(counters, "steps-since-generator")),
                    Learner.counter(counters, "steps-at-ratio"),
                    Double.longBitsToDouble(Learner.counter(counters, "fake-accuracy-bits")));
        }
        gradients.streams().forEach(stream -> stream.position(Learner.counter(counters, stream.name())));
    }

    @Override
    public void halveRates() {
        noise.position(noise.position() + UNDRAWN);
        mixing.position(mixing.position() + UNDRAWN);
        layerNoise.position(layerNoise.position() + UNDRAWN);
        augmenter.restore(augmenter.position() + UNDRAWN, augmenter.adaptedImages());
        gradients.streams().forEach(stream -> stream.position(stream.position() + UNDRAWN));
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
        if (embedding != null) {
            embedding.embedding().close();
        }
    }
}
