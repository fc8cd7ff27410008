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
 * Learns from unpaired images to make one kind of the other (Zhu et al., 2017): a second generator makes the first kind again of what the
 * first one made, and what comes back is to be what it was.
 */
final class CycleTranslator implements Learner {
    static final String GENERATOR = PairTranslator.GENERATOR;
    static final String BACK = "generator-back";
    static final String DISCRIMINATOR = PairTranslator.DISCRIMINATOR;
    static final String DISCRIMINATOR_BACK = "discriminator-back";

    private static final String REPLAY = "replay";

    private final CycleSettings settings;
    private final NetworkGroup generators;
    private final Adam optimizer;
    private final Player ofTargets;
    private final Player ofSources;
    private final MovingAverage average;
    private final GradientRule gradients;
    private final TranslationModel model;
    private final RandomStream layerNoise;
    private final @Nullable ReplayBuffer oldTargets;
    private final @Nullable ReplayBuffer oldSources;
    private Annealing annealing;
    private long samplesSeen;

    CycleTranslator(CycleSettings settings, LearnerSetup setup) {
        this.settings = settings;
        this.annealing = setup.annealing();
        this.gradients = setup.gradientRule();
        layerNoise = setup.ownStream("layer-noise");
        LinkedHashMap<String, Architecture> both = new LinkedHashMap<>();
        both.put(GENERATOR, setup.networks().get(GENERATOR));
        both.put(BACK, setup.networks().get(BACK));
        var device = setup.compute().device();
        try (CloseOnFailure opened = new CloseOnFailure();
                var _ = TensorScope.open()) {
            generators = opened.add(
                    NetworkGroup.initialized(both, device, setup.compute().precision(), setup.seed()));
            optimizer = opened.add(new Adam(generators.parameters()));
            ofTargets = opened.add(new Player(DISCRIMINATOR, setup));
            ofSources = opened.add(new Player(DISCRIMINATOR_BACK, setup));
            average = opened.add(new MovingAverage(
                    generators.get(GENERATOR),
                    settings.generator().ema().halfLifeKimg(),
                    settings.generator().ema().rampUp()));
            Architecture there = generators.get(GENERATOR).architecture();
            oldTargets = settings.replay() == 0
                    ? null
                    : opened.add(new ReplayBuffer(
                            settings.replay(), there.output(), device, new RandomStream("replay", setup.seed())));
            oldSources = settings.replay() == 0
                    ? null
                    : opened.add(new ReplayBuffer(
                            settings.replay(), there.input(), device, new RandomStream("replay-back", setup.seed())));
            opened.succeeded();
        }
        model = new TranslationModel(new Live(), generators.get(GENERATOR).architecture(), device);
    }

    @Override
    public Map<String, Double> step(Batch batch) {
        Tensor sources = batch.sources();
        if (sources == null) {
            throw new IllegalArgumentException("a translator learns from samples with sources");
        }
        return stepFrom(sources, batch.samples());
    }

    /**
     * One step of all four networks, the generators first.
     *
     * @param sources {@code [N, C, H, W]}
     * @param targets as many, which need not belong to the sources
     */
    Map<String, Double> stepFrom(Tensor sources, Tensor targets) {
        double progress = annealing.at(samplesSeen);
        CycleGeneratorLosses made = new CycleGeneratorLosses(
                settings,
                new CycleGeneratorLosses.Players(
                        generators.get(GENERATOR), generators.get(BACK), ofTargets.network(), ofSources.network()),
                sources,
                targets,
                layerNoise);
        try (var _ = TensorScope.open()) {
            optimizer.step(
                    gradients.gradients(made, generators.parameters()),
                    settings.generator().optimizer().at(progress));
        }
        PatchDiscriminatorLosses there = new PatchDiscriminatorLosses(
                settings.objective(), ofTargets.network(), targets, shown(oldTargets, made.fakeTargets()));
        ofTargets.move(there, settings.discriminator().optimizer(), progress);
        PatchDiscriminatorLosses back = new PatchDiscriminatorLosses(
                settings.objective(), ofSources.network(), sources, shown(oldSources, made.fakeSources()));
        ofSources.move(back, settings.discriminator().optimizer(), progress);
        int count = made.size();
        samplesSeen += count;
        average.update(samplesSeen, count);
        Map<String, Tensor> statistics = new LinkedHashMap<>();
        statistics.put(
                TranslateStatistic.DISCRIMINATOR_LOSS.key(),
                there.mean().add(back.mean()).multiply(0.5));
        statistics.put(TranslateStatistic.D_REAL.key(), there.realProbability());
        statistics.put(TranslateStatistic.D_FAKE.key(), there.fakeProbability());
        statistics.put(TranslateStatistic.GENERATOR_LOSS.key(), made.wanted());
        statistics.put(TranslateStatistic.CYCLE.key(), made.cycle());
        return PairTranslator.numbers(statistics);
    }

    private static PatchDiscriminatorLosses.Part shown(@Nullable ReplayBuffer old, Tensor made) {
        Tensor all = old == null ? made : old.exchange(made);
        return (from, count) -> all.narrow(0, from, count);
    }

    @Override
    public Model model() {
        return model;
    }

    /** The networks that learn; they are closed with the learner. */
    private final class Live implements Networks {
        @Override
        public Network get(String name) {
            return name.equals(PairTranslator.AVERAGE) ? average.network() : generators.get(GENERATOR);
        }

        @Override
        public void close() {}
    }

    @Override
    public Map<String, Map<String, Tensor>> tensors() {
        Map<String, Map<String, Tensor>> files = new LinkedHashMap<>();
        generators
                .networks()
                .forEach((name, network) -> files.put(name, network.parameters().byName()));
        files.put(PairTranslator.AVERAGE, average.network().parameters().byName());
        Map<String, Tensor> optimizers = new LinkedHashMap<>();
        optimizers.put("generators.mean", optimizer.mean());
        optimizers.put("generators.mean-square", optimizer.meanSquare());
        ofTargets.addTo(files, optimizers);
        ofSources.addTo(files, optimizers);
        files.put("optimizers", optimizers);
        if (oldTargets != null && oldSources != null) {
            files.put(REPLAY, Map.of("targets", oldTargets.images(), "sources", oldSources.images()));
        }
        return files;
    }

    @Override
    public Map<String, Map<String, String>> metadata() {
        Map<String, Map<String, String>> metadata = new LinkedHashMap<>();
        for (Network network : List.of(generators.get(GENERATOR), average.network())) {
            metadata.put(
                    network == average.network() ? PairTranslator.AVERAGE : GENERATOR,
                    network.architecture().metadata());
        }
        metadata.put(BACK, generators.get(BACK).architecture().metadata());
        metadata.put(DISCRIMINATOR, ofTargets.network().architecture().metadata());
        metadata.put(DISCRIMINATOR_BACK, ofSources.network().architecture().metadata());
        return metadata;
    }

    @Override
    public Map<String, Long> counters() {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("samples-seen", samplesSeen);
        counters.put("steps", optimizer.steps());
        counters.put("layer-noise", layerNoise.position());
        counters.put("rate-halvings", (long) optimizer.rateHalvings());
        if (oldTargets != null && oldSources != null) {
            counters.put("replay-images", oldTargets.count());
            counters.put("replay", oldTargets.random().position());
            counters.put("replay-back", oldSources.random().position());
        }
        gradients.streams().forEach(stream -> counters.put(stream.name(), stream.position()));
        return counters;
    }

    @Override
    public void restoreCounters(Map<String, Long> counters) {
        samplesSeen = Learner.counter(counters, "samples-seen");
        long steps = Learner.counter(counters, "steps");
        optimizer.steps(steps);
        ofTargets.optimizer().steps(steps);
        ofSources.optimizer().steps(steps);
        layerNoise.position(Learner.counter(counters, "layer-noise"));
        rateHalvings(Math.toIntExact(Learner.counter(counters, "rate-halvings")));
        if (oldTargets != null && oldSources != null) {
            // Both get as many images.
            oldTargets.count(Learner.counter(counters, "replay-images"));
            oldSources.count(oldTargets.count());
            oldTargets.random().position(Learner.counter(counters, "replay"));
            oldSources.random().position(Learner.counter(counters, "replay-back"));
        }
        gradients.streams().forEach(stream -> stream.position(Learner.counter(counters, stream.name())));
    }

    private void rateHalvings(int halvings) {
        optimizer.rateHalvings(halvings);
        ofTargets.optimizer().rateHalvings(halvings);
        ofSources.optimizer().rateHalvings(halvings);
    }

    @Override
    public void annealing(Annealing other) {
        annealing = other;
    }

    @Override
    public void halveRates() {
        layerNoise.position(layerNoise.position() + PairTranslator.UNDRAWN);
        if (oldTargets != null && oldSources != null) {
            oldTargets.random().position(oldTargets.random().position() + PairTranslator.UNDRAWN);
            oldSources.random().position(oldSources.random().position() + PairTranslator.UNDRAWN);
        }
        gradients.streams().forEach(stream -> stream.position(stream.position() + PairTranslator.UNDRAWN));
        rateHalvings(optimizer.rateHalvings() + 1);
    }

    @Override
    public @Nullable String firstNonFinite() {
        for (Player judge : List.of(ofTargets, ofSources)) {
            String found = judge.network().parameters().firstNonFinite();
            if (found != null) {
                return "the " + judge.name() + ", " + found;
            }
        }
        return generators.firstNonFinite();
    }

    @Override
    public void close() {
        if (oldTargets != null && oldSources != null) {
            oldTargets.close();
            oldSources.close();
        }
        average.close();
        ofSources.close();
        ofTargets.close();
        optimizer.close();
        generators.close();
    }
}
