package dev.duello.translate;

import dev.duello.data.Batch;
import dev.duello.learn.FeatureMaps;
import dev.duello.learn.Learner;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.Model;
import dev.duello.learn.Networks;
import dev.duello.nn.Annealing;
import dev.duello.nn.GradientRule;
import dev.duello.nn.MovingAverage;
import dev.duello.nn.Network;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Learns from pairs to make an image of its source (Isola et al., 2017): the generator minimizes the distance from the target and wants
 * a discriminator, which sees source and image together, to take what it makes for real. Where the samples have classes, both know that
 * of each image.
 */
final class PairTranslator implements Learner {
    static final String GENERATOR = "generator";
    static final String AVERAGE = "average";
    static final String DISCRIMINATOR = "discriminator";

    /** Further than any training draws. */
    static final long UNDRAWN = 1L << 40;

    private final TranslateSettings settings;
    private final Player generator;
    private final @Nullable Player discriminator;
    private final @Nullable FeatureMaps features;
    private final MovingAverage average;
    private final GradientRule gradients;
    private final TranslationModel model;
    private final TranslationShape shape;
    private final RandomStream noise;
    private final RandomStream layerNoise;
    private Annealing annealing;
    private long samplesSeen;

    PairTranslator(TranslateSettings settings, LearnerSetup setup) {
        this.settings = settings;
        this.annealing = setup.annealing();
        this.gradients = setup.gradientRule();
        features = settings.loss().features() > 0 ? setup.features() : null;
        noise = new RandomStream("latents", setup.seed());
        layerNoise = setup.ownStream("layer-noise");
        try (CloseOnFailure opened = new CloseOnFailure()) {
            generator = opened.add(new Player(GENERATOR, setup));
            discriminator = settings.loss().adversarial() > 0 ? opened.add(new Player(DISCRIMINATOR, setup)) : null;
            average = opened.add(new MovingAverage(
                    generator.network(),
                    settings.generator().ema().halfLifeKimg(),
                    settings.generator().ema().rampUp()));
            opened.succeeded();
        }
        shape = TranslationShape.of(generator.network().architecture());
        model = new TranslationModel(
                new Live(), generator.network().architecture(), setup.compute().device());
    }

    @Override
    public boolean seesOnlyWhatIsAsked() {
        return true;
    }

    @Override
    public Map<String, Double> step(Batch batch) {
        Tensor sources = batch.sources();
        if (sources == null) {
            throw new IllegalArgumentException("a translator learns from samples with sources");
        }
        int count = Math.toIntExact(sources.size(0));
        return stepFrom(
                Condition.of(sources, batch.labels(), shape.classes()),
                batch.samples(),
                drawn(count, settings.noise() > 0),
                drawn(count, settings.loss().diversity() > 0));
    }

    private @Nullable Tensor drawn(int count, boolean isWanted) {
        return isWanted ? noise.normal(generator.network().device(), count, settings.noise()) : null;
    }

    /**
     * One step of both networks.
     *
     * @param targets {@code [N, C, H, W]}
     * @param z {@code [N, noise]}, or null for none
     * @param other the same for other results, or null
     */
    Map<String, Double> stepFrom(Condition condition, Tensor targets, @Nullable Tensor z, @Nullable Tensor other) {
        double progress = annealing.at(samplesSeen);
        Map<String, Tensor> statistics = new LinkedHashMap<>();
        try (Outputs outputs = new Outputs(generator.network(), condition, z, layerNoise, gradients)) {
            PairDiscriminator judge = null;
            if (discriminator != null) {
                judge = new PairDiscriminator(discriminator.network(), shape.factor());
                PairDiscriminatorLosses first =
                        new PairDiscriminatorLosses(settings.objective(), judge, outputs, targets);
                discriminator.move(first, settings.discriminator().optimizer(), progress);
                statistics.put(TranslateStatistic.DISCRIMINATOR_LOSS.key(), first.mean());
                statistics.put(TranslateStatistic.D_REAL.key(), first.realProbability());
                statistics.put(TranslateStatistic.D_FAKE.key(), first.fakeProbability());
            }
            PairGeneratorLosses second = new PairGeneratorLosses(settings, judge, features, outputs, targets, z, other);
            generator.move(second, settings.generator().optimizer(), progress);
            if (discriminator != null) {
                statistics.put(TranslateStatistic.GENERATOR_LOSS.key(), second.wanted());
            }
            statistics.put(TranslateStatistic.L1.key(), second.distance());
            if (features != null) {
                statistics.put(TranslateStatistic.FEATURES.key(), second.featureDistance());
            }
        }
        int count = Math.toIntExact(targets.size(0));
        samplesSeen += count;
        average.update(samplesSeen, count);
        return numbers(statistics);
    }

    /** Fetches all numbers at once. */
    static Map<String, Double> numbers(Map<String, Tensor> statistics) {
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

    @Override
    public Model model() {
        return model;
    }

    /** The networks that learn; they are closed with the learner. */
    private final class Live implements Networks {
        @Override
        public Network get(String name) {
            return name.equals(AVERAGE) ? average.network() : generator.network();
        }

        @Override
        public void close() {}
    }

    @Override
    public Map<String, Map<String, Tensor>> tensors() {
        Map<String, Map<String, Tensor>> files = new LinkedHashMap<>();
        Map<String, Tensor> optimizers = new LinkedHashMap<>();
        generator.addTo(files, optimizers);
        files.put(AVERAGE, average.network().parameters().byName());
        if (discriminator != null) {
            discriminator.addTo(files, optimizers);
        }
        files.put("optimizers", optimizers);
        return files;
    }

    @Override
    public Map<String, Map<String, String>> metadata() {
        Map<String, Map<String, String>> metadata = new LinkedHashMap<>();
        metadata.put(GENERATOR, generator.network().architecture().metadata());
        metadata.put(AVERAGE, generator.network().architecture().metadata());
        if (discriminator != null) {
            metadata.put(DISCRIMINATOR, discriminator.network().architecture().metadata());
        }
        return metadata;
    }

    @Override
    public Map<String, Long> counters() {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("samples-seen", samplesSeen);
        counters.put("steps", generator.optimizer().steps());
        counters.put("latents", noise.position());
        counters.put("layer-noise", layerNoise.position());
        counters.put("rate-halvings", (long) generator.optimizer().rateHalvings());
        gradients.streams().forEach(stream -> counters.put(stream.name(), stream.position()));
        return counters;
    }

    @Override
    public void restoreCounters(Map<String, Long> counters) {
        samplesSeen = Learner.counter(counters, "samples-seen");
        long steps = Learner.counter(counters, "steps");
        generator.optimizer().steps(steps);
        noise.position(Learner.counter(counters, "latents"));
        layerNoise.position(Learner.counter(counters, "layer-noise"));
        rateHalvings(Math.toIntExact(Learner.counter(counters, "rate-halvings")));
        if (discriminator != null) {
            discriminator.optimizer().steps(steps);
        }
        gradients.streams().forEach(stream -> stream.position(Learner.counter(counters, stream.name())));
    }

    private void rateHalvings(int halvings) {
        generator.optimizer().rateHalvings(halvings);
        if (discriminator != null) {
            discriminator.optimizer().rateHalvings(halvings);
        }
    }

    @Override
    public void annealing(Annealing other) {
        annealing = other;
    }

    @Override
    public void halveRates() {
        noise.position(noise.position() + UNDRAWN);
        layerNoise.position(layerNoise.position() + UNDRAWN);
        gradients.streams().forEach(stream -> stream.position(stream.position() + UNDRAWN));
        rateHalvings(generator.optimizer().rateHalvings() + 1);
    }

    @Override
    public @Nullable String firstNonFinite() {
        String inDiscriminator = discriminator == null
                ? null
                : discriminator.network().parameters().firstNonFinite();
        if (inDiscriminator != null) {
            return "the discriminator, " + inDiscriminator;
        }
        String inGenerator = generator.network().parameters().firstNonFinite();
        return inGenerator == null ? null : "the generator, " + inGenerator;
    }

    @Override
    public void close() {
        average.close();
        if (discriminator != null) {
            discriminator.close();
        }
        generator.close();
    }
}
