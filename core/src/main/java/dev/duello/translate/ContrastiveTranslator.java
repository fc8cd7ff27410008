package dev.duello.translate;

import dev.duello.data.Batch;
import dev.duello.learn.Learner;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.Model;
import dev.duello.learn.Networks;
import dev.duello.nn.Adam;
import dev.duello.nn.Annealing;
import dev.duello.nn.Architecture;
import dev.duello.nn.GradientRule;
import dev.duello.nn.MovingAverage;
import dev.duello.nn.Network;
import dev.duello.nn.NetworkGroup;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Learns from unpaired images to make one kind of the other, by one generator: what is made is to be of the goal, and each patch of it to
 * show what the patch of the source at its place shows (contrastive unpaired translation, Park et al., 2020).
 */
final class ContrastiveTranslator implements Learner {
    static final String GENERATOR = PairTranslator.GENERATOR;
    static final String DISCRIMINATOR = PairTranslator.DISCRIMINATOR;

    private final ContrastiveSettings settings;
    private final NetworkGroup group;
    private final Adam optimizer;
    private final Player discriminator;
    private final MovingAverage average;
    private final PatchFeatures features;
    private final GradientRule gradients;
    private final TranslationModel model;
    private final RandomStream layerNoise;
    private final RandomStream places;
    private Annealing annealing;
    private long samplesSeen;

    ContrastiveTranslator(ContrastiveSettings settings, LearnerSetup setup) {
        this.settings = settings;
        this.annealing = setup.annealing();
        this.gradients = setup.gradientRule();
        layerNoise = setup.ownStream("layer-noise");
        places = new RandomStream("patches", setup.seed());
        LinkedHashMap<String, Architecture> learned = new LinkedHashMap<>();
        Architecture there = setup.networks().get(GENERATOR);
        learned.put(GENERATOR, there);
        PatchFeatures.heads(there)
                .keySet()
                .forEach(name -> learned.put(name, setup.networks().get(name)));
        var device = setup.compute().device();
        try (CloseOnFailure opened = new CloseOnFailure()) {
            group = opened.add(
                    NetworkGroup.initialized(learned, device, setup.compute().precision(), setup.seed()));
            optimizer = opened.add(new Adam(group.parameters()));
            discriminator = opened.add(new Player(DISCRIMINATOR, setup));
            average = opened.add(new MovingAverage(
                    group.get(GENERATOR),
                    settings.generator().ema().halfLifeKimg(),
                    settings.generator().ema().rampUp()));
            opened.succeeded();
        }
        features = new PatchFeatures(
                group.get(GENERATOR),
                learned.keySet().stream()
                        .filter(name -> name.startsWith(PatchFeatures.HEAD))
                        .map(group::get)
                        .toList());
        model = new TranslationModel(new Live(), there, device);
    }

    @Override
    public Map<String, Double> step(Batch batch) {
        Tensor sources = batch.sources();
        if (sources == null) {
            throw new IllegalArgumentException("a translator learns from samples with sources");
        }
        return stepFrom(
                sources,
                batch.samples(),
                PatchFeatures.choose(
                        group.get(GENERATOR).architecture(), settings.loss().patches(), places));
    }

    /**
     * One step, the discriminator first.
     *
     * @param sources {@code [N, C, H, W]}
     * @param targets as many, which need not belong to the sources
     * @param patches to contrast, see {@link PatchFeatures#choose}
     */
    Map<String, Double> stepFrom(Tensor sources, Tensor targets, List<Tensor> patches) {
        double progress = annealing.at(samplesSeen);
        Map<String, Tensor> statistics = new LinkedHashMap<>();
        int count = Math.toIntExact(targets.size(0));
        try (Outputs outputs =
                new Outputs(group.get(GENERATOR), Condition.of(sources, null, 0), null, layerNoise, gradients)) {
            PatchDiscriminatorLosses first = new PatchDiscriminatorLosses(
                    settings.objective(), discriminator.network(), targets, outputs::detached);
            discriminator.move(first, settings.discriminator().optimizer(), progress);
            ContrastiveLosses second = new ContrastiveLosses(
                    settings, features, discriminator.network(), outputs, targets, patches, layerNoise);
            try (var _ = TensorScope.open()) {
                optimizer.step(
                        gradients.gradients(second, group.parameters()),
                        settings.generator().optimizer().at(progress));
            }
            statistics.put(TranslateStatistic.DISCRIMINATOR_LOSS.key(), first.mean());
            statistics.put(TranslateStatistic.D_REAL.key(), first.realProbability());
            statistics.put(TranslateStatistic.D_FAKE.key(), first.fakeProbability());
            statistics.put(TranslateStatistic.GENERATOR_LOSS.key(), second.wanted());
            statistics.put(TranslateStatistic.CONTRAST.key(), second.contrast());
        }
        samplesSeen += count;
        average.update(samplesSeen, count);
        return PairTranslator.numbers(statistics);
    }

    @Override
    public Model model() {
        return model;
    }

    /** The networks that learn; they are closed with the learner. */
    private final class Live implements Networks {
        @Override
        public Network get(String name) {
            return name.equals(PairTranslator.AVERAGE) ? average.network() : group.get(GENERATOR);
        }

        @Override
        public void close() {}
    }

    @Override
    public Map<String, Map<String, Tensor>> tensors() {
        Map<String, Map<String, Tensor>> files = new LinkedHashMap<>();
        group.networks()
                .forEach((name, network) -> files.put(name, network.parameters().byName()));
        files.put(PairTranslator.AVERAGE, average.network().parameters().byName());
        Map<String, Tensor> optimizers = new LinkedHashMap<>();
        optimizers.put("generator-and-heads.mean", optimizer.mean());
        optimizers.put("generator-and-heads.mean-square", optimizer.meanSquare());
        discriminator.addTo(files, optimizers);
        files.put("optimizers", optimizers);
        return files;
    }

    @Override
    public Map<String, Map<String, String>> metadata() {
        Map<String, Map<String, String>> metadata = new LinkedHashMap<>();
        group.networks()
                .forEach((name, network) ->
                        metadata.put(name, network.architecture().metadata()));
        metadata.put(PairTranslator.AVERAGE, average.network().architecture().metadata());
        metadata.put(DISCRIMINATOR, discriminator.network().architecture().metadata());
        return metadata;
    }

    @Override
    public Map<String, Long> counters() {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("samples-seen", samplesSeen);
        counters.put("steps", optimizer.steps());
        counters.put("layer-noise", layerNoise.position());
        counters.put("patches", places.position());
        counters.put("rate-halvings", (long) optimizer.rateHalvings());
        gradients.streams().forEach(stream -> counters.put(stream.name(), stream.position()));
        return counters;
    }

    @Override
    public void restoreCounters(Map<String, Long> counters) {
        samplesSeen = Learner.counter(counters, "samples-seen");
        long steps = Learner.counter(counters, "steps");
        optimizer.steps(steps);
        discriminator.optimizer().steps(steps);
        layerNoise.position(Learner.counter(counters, "layer-noise"));
        places.position(Learner.counter(counters, "patches"));
        rateHalvings(Math.toIntExact(Learner.counter(counters, "rate-halvings")));
        gradients.streams().forEach(stream -> stream.position(Learner.counter(counters, stream.name())));
    }

    private void rateHalvings(int halvings) {
        optimizer.rateHalvings(halvings);
        discriminator.optimizer().rateHalvings(halvings);
    }

    @Override
    public void annealing(Annealing other) {
        annealing = other;
    }

    @Override
    public void halveRates() {
        layerNoise.position(layerNoise.position() + PairTranslator.UNDRAWN);
        places.position(places.position() + PairTranslator.UNDRAWN);
        gradients.streams().forEach(stream -> stream.position(stream.position() + PairTranslator.UNDRAWN));
        rateHalvings(optimizer.rateHalvings() + 1);
    }

    @Override
    public @Nullable String firstNonFinite() {
        String inDiscriminator = discriminator.network().parameters().firstNonFinite();
        return inDiscriminator != null ? "the discriminator, " + inDiscriminator : group.firstNonFinite();
    }

    @Override
    public void close() {
        average.close();
        discriminator.close();
        optimizer.close();
        group.close();
    }
}
