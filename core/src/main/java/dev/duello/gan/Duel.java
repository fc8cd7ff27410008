package dev.duello.gan;

import dev.duello.nn.Adam;
import dev.duello.nn.Architecture;
import dev.duello.nn.Judge;
import dev.duello.nn.LayerWeights.Mode;
import dev.duello.nn.Learner;
import dev.duello.nn.MovingAverage;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The duel itself (Goodfellow et al., 2014, algorithm 1): a generator makes images from noise, a discriminator tells them from
 * real ones, and each step moves both.
 */
public final class Duel implements Learner, Judge {
    /**
     * What fights, and by which rules.
     *
     * @param jointBatch show reals and fakes to the discriminator as one batch, so that its batch normalisation cannot hide
     *     what sets them apart as a whole, such as contrast; the generator is then judged by the running statistics
     * @param averageHalfLifeKimg half-life of the generator's moving average
     * @param averageRampUp see {@link MovingAverage}
     */
    public record Rules(
            Architecture generator,
            Architecture discriminator,
            Objective objective,
            boolean jointBatch,
            Adam.Settings generatorOptimizer,
            Adam.Settings discriminatorOptimizer,
            double averageHalfLifeKimg,
            double averageRampUp) {}

    /** Further than any training draws. */
    private static final long UNDRAWN = 1L << 40;

    private final Network generator;
    private final Network discriminator;
    private final MovingAverage average;
    private final Adam generatorOptimizer;
    private final Adam discriminatorOptimizer;
    private final Objective objective;
    private final boolean jointBatch;
    private final RandomStream latents;
    private long imagesSeen;

    /** Two fresh networks; the same seed gives the same ones. */
    public Duel(Rules rules, long seed, Device device, Precision precision) {
        generator =
                Network.initialised(rules.generator(), device, precision, new RandomStream("generator-weights", seed));
        discriminator = Network.initialised(
                rules.discriminator(), device, precision, new RandomStream("discriminator-weights", seed));
        average = new MovingAverage(generator, rules.averageHalfLifeKimg(), rules.averageRampUp());
        generatorOptimizer = new Adam(generator.parameters(), rules.generatorOptimizer());
        discriminatorOptimizer = new Adam(discriminator.parameters(), rules.discriminatorOptimizer());
        objective = rules.objective();
        jointBatch = rules.jointBatch();
        latents = new RandomStream("latents", seed);
    }

    @Override
    public Map<String, Double> step(Tensor real) {
        int batch = Math.toIntExact(real.size(0));
        return step(real, latents.normal(generator.device(), latentShape().batch(batch)));
    }

    /** One step with given latents {@code [N, latent shape]}. */
    Map<String, Double> step(Tensor real, Tensor z) {
        Tensor fake = generator.forward(z, Mode.TRAIN);

        Opinions opinions = opinions(real, fake.detach());
        Tensor discriminatorLoss = objective.discriminatorLoss(opinions.reals(), opinions.fakes());
        discriminatorOptimizer.minimise(discriminatorLoss);

        Mode judging = jointBatch ? Mode.EVALUATE : Mode.TRAIN;
        Tensor generatorLoss = objective.generatorLoss(discriminator.forward(fake, judging));
        generatorOptimizer.minimise(generatorLoss);

        imagesSeen += real.size(0);
        average.update(imagesSeen, Math.toIntExact(real.size(0)));
        return statistics(discriminatorLoss, generatorLoss, opinions.reals(), opinions.fakes());
    }

    private Opinions opinions(Tensor reals, Tensor fakes) {
        if (jointBatch) {
            Tensor both = discriminator.forward(Tensors.concatenate(List.of(reals, fakes), 0), Mode.TRAIN);
            return new Opinions(both.narrow(0, 0, reals.size(0)), both.narrow(0, reals.size(0), fakes.size(0)));
        }
        return new Opinions(discriminator.forward(reals, Mode.TRAIN), discriminator.forward(fakes, Mode.TRAIN));
    }

    private static Map<String, Double> statistics(
            Tensor discriminatorLoss, Tensor generatorLoss, Tensor realLogits, Tensor fakeLogits) {
        try (var _ = GradientMode.off()) {
            Map<String, Double> statistics = new LinkedHashMap<>();
            statistics.put("discriminator-loss", discriminatorLoss.item());
            statistics.put("generator-loss", generatorLoss.item());
            statistics.put("d-real", Functions.sigmoid(realLogits).mean().item());
            statistics.put("d-fake", Functions.sigmoid(fakeLogits).mean().item());
            return statistics;
        }
    }

    @Override
    public Shape latentShape() {
        return generator.architecture().input();
    }

    @Override
    public Tensor sample(Tensor z, Weights weights) {
        try (var _ = GradientMode.off()) {
            return (weights == Weights.AVERAGE ? average.network() : generator).forward(z, Mode.EVALUATE);
        }
    }

    /**
     * The discriminator's opinion.
     *
     * @param images {@code [N, C, H, W]} in [-1, 1]
     * @return logits {@code [N]}: positive means real
     */
    public Tensor judge(Tensor images) {
        try (var _ = GradientMode.off()) {
            return discriminator.forward(images, Mode.EVALUATE).reshape(-1);
        }
    }

    @Override
    public Opinions judge(Tensor reals, Tensor fakes) {
        try (var _ = GradientMode.off()) {
            // The running statistics follow whatever is judged in this mode.
            Tensor before = discriminator.parameters().statistics().copy();
            Opinions opinions = opinions(reals, fakes);
            discriminator.parameters().statistics().copyFrom_(before);
            return opinions;
        }
    }

    @Override
    public Map<String, Map<String, Tensor>> tensors() {
        Map<String, Map<String, Tensor>> files = new LinkedHashMap<>();
        files.put("generator", generator.parameters().byName());
        files.put("average", average.network().parameters().byName());
        files.put("discriminator", discriminator.parameters().byName());
        Map<String, Tensor> optimizers = new LinkedHashMap<>();
        optimizers.put("generator.mean", generatorOptimizer.mean());
        optimizers.put("generator.mean-square", generatorOptimizer.meanSquare());
        optimizers.put("discriminator.mean", discriminatorOptimizer.mean());
        optimizers.put("discriminator.mean-square", discriminatorOptimizer.meanSquare());
        files.put("optimizers", optimizers);
        return files;
    }

    @Override
    public Map<String, Long> counters() {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("images-seen", imagesSeen);
        counters.put("generator-steps", generatorOptimizer.steps());
        counters.put("discriminator-steps", discriminatorOptimizer.steps());
        counters.put("latents", latents.position());
        counters.put("rate-halvings", (long) generatorOptimizer.rateHalvings());
        return counters;
    }

    @Override
    public void restoreCounters(Map<String, Long> counters) {
        imagesSeen = counters.get("images-seen");
        generatorOptimizer.steps(counters.get("generator-steps"));
        discriminatorOptimizer.steps(counters.get("discriminator-steps"));
        latents.position(counters.get("latents"));
        rateHalvings(Math.toIntExact(counters.getOrDefault("rate-halvings", 0L)));
    }

    @Override
    public void halveRates() {
        latents.position(latents.position() + UNDRAWN);
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
