package dev.duello.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.data.BatchSource;
import dev.duello.data.Dataset;
import dev.duello.data.PoissonBatches;
import dev.duello.data.ShuffledBatches;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.nn.Architecture;
import dev.duello.nn.GaussianNoise;
import dev.duello.nn.GradientRule;
import dev.duello.nn.Initializer;
import dev.duello.nn.Linear;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.NormClipping;
import dev.duello.nn.Parameters;
import dev.duello.nn.SampleClipping;
import dev.duello.nn.SampleLosses;
import dev.duello.nn.Shape;
import dev.duello.nn.Tape;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The usual mistakes of private trainers, each made on purpose: what a step must keep is measured from outside, and every mistake
 * is noticed by what it breaks and by nothing else.
 */
@Tag("slow")
class PlantedFaultsTest {
    private static final int RECORDS = 64;
    private static final int BATCH = 16;
    private static final double CLIP = 0.5;
    private static final double SIGMA = 2;
    private static final int WEIGHTS = 2000;

    /** What a private step must keep. */
    private enum Duty {
        NOISE_OF_SIGMA_TIMES_C,
        FRESH_NOISE,
        ONE_RECORD_MOVES_IT_BY_AT_MOST_C,
        POISSON_SAMPLING
    }

    private record Losses(Network network, Tensor input) implements SampleLosses {
        @Override
        public int size() {
            return Math.toIntExact(input.size(0));
        }

        @Override
        public Tensor of(int from, int count, @Nullable Tape tape) {
            Tensor part = input.narrow(0, from, count);
            return network.forward(part, network.pass(Mode.TRAIN, Map.of(), tape))
                    .square()
                    .sum(1);
        }
    }

    /** A trainer's rule with noise of a given multiplier. */
    private interface Rule {
        GradientRule with(double sigma);
    }

    private static GaussianNoise noise(double sigma, GradientRule inner) {
        return new GaussianNoise(sigma * CLIP / BATCH, new RandomStream("noise", 5), inner);
    }

    private static GradientRule clipping() {
        return new SampleClipping(CLIP, BATCH, Integer.MAX_VALUE);
    }

    private static final Rule AS_IT_SHOULD_BE = sigma -> noise(sigma, clipping());
    private static final Rule WITHOUT_NOISE = sigma -> clipping();
    private static final Rule CLIPPED_AFTER_AVERAGING =
            sigma -> noise(sigma, new NormClipping(CLIP, GradientRule.MEAN));
    private static final Rule NOISE_DRAWN_ANEW_FROM_ONE_STATE = sigma -> {
        GaussianNoise inner = noise(sigma, clipping());
        return (losses, parameters) -> {
            inner.random().position(0);
            return inner.gradients(losses, parameters);
        };
    };

    private static float[] gradient(GradientRule rule, Network network, Tensor input) {
        Parameters parameters = network.parameters();
        List<Tensor> gradients = rule.gradients(new Losses(network, input), parameters);
        return gradients.getFirst().toFloats();
    }

    private static double length(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.pow((double) a[i] - b[i], 2);
        }
        return Math.sqrt(sum);
    }

    /** What a trainer breaks, seen from outside. */
    private static Set<Duty> broken(Rule trainer, BatchSource batches) {
        Set<Duty> broken = EnumSet.noneOf(Duty.class);
        Architecture architecture =
                new Architecture(Shape.of(WEIGHTS), List.of(new Linear(1, false)), Initializer.DCGAN);
        try (var _ = TensorScope.open();
                Network network =
                        Network.initialized(architecture, Device.CPU, Precision.FP32, new RandomStream("weights", 1))) {
            Tensor input = new RandomStream("input", 2).normal(Device.CPU, BATCH, WEIGHTS);
            double quiet = 1e-9;
            float[] silent = gradient(trainer.with(quiet), network, input);
            double measured = length(gradient(trainer.with(SIGMA), network, input), silent) / Math.sqrt(silent.length);
            double expected = SIGMA * CLIP / BATCH;
            if (Math.abs(measured - expected) > 5 * expected / Math.sqrt(2.0 * silent.length)) {
                broken.add(Duty.NOISE_OF_SIGMA_TIMES_C);
            }
            GradientRule again = trainer.with(SIGMA);
            float[] one = gradient(again, network, input);
            if (length(one, gradient(again, network, input)) < expected && measured > expected / 2) {
                broken.add(Duty.FRESH_NOISE);
            }
            float[] fewer = gradient(trainer.with(quiet), network, input.narrow(0, 0, BATCH - 1));
            if (length(silent, fewer) > 1.001 * CLIP / BATCH) {
                broken.add(Duty.ONE_RECORD_MOVES_IT_BY_AT_MOST_C);
            }
            if (!variesLikeCoins(batches)) {
                broken.add(Duty.POISSON_SAMPLING);
            }
        }
        return broken;
    }

    /** The number of records in a batch is binomial. */
    private static boolean variesLikeCoins(BatchSource batches) {
        int draws = 400;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < draws; i++) {
            try (var _ = TensorScope.open()) {
                double size = batches.next().samples().size(0);
                sum += size;
                squares += size * size;
            }
        }
        double mean = sum / draws;
        double variance = squares / draws - mean * mean;
        double expected = BATCH * (1 - (double) BATCH / RECORDS);
        return Math.abs(mean - BATCH) < 5 * Math.sqrt(expected / draws)
                && Math.abs(variance - expected) < 5 * expected * Math.sqrt(2.0 / draws);
    }

    private static Dataset records() {
        return Datasets.of("records", new ImageFormat(1, 2, 2), new byte[RECORDS * 4], null, List.of());
    }

    private static Set<Duty> broken(Rule trainer) {
        try (Dataset records = records();
                PoissonBatches batches = new PoissonBatches(records, BATCH, 1, Device.CPU, false)) {
            return broken(trainer, batches);
        }
    }

    @Test
    void the_trainer_keeps_all() {
        assertThat(broken(AS_IT_SHOULD_BE)).isEmpty();
    }

    @Test
    void noise_that_is_off_is_noticed() {
        assertThat(broken(WITHOUT_NOISE)).containsExactly(Duty.NOISE_OF_SIGMA_TIMES_C);
    }

    @Test
    void clipping_after_averaging_is_noticed() {
        assertThat(broken(CLIPPED_AFTER_AVERAGING)).containsExactly(Duty.ONE_RECORD_MOVES_IT_BY_AT_MOST_C);
    }

    @Test
    void noise_that_is_used_again_is_noticed() {
        assertThat(broken(NOISE_DRAWN_ANEW_FROM_ONE_STATE)).containsExactly(Duty.FRESH_NOISE);
    }

    @Test
    void batches_of_one_size_instead_of_poisson_sampling_are_noticed() {
        try (Dataset records = records();
                ShuffledBatches batches = new ShuffledBatches(records, BATCH, 1, Device.CPU, false)) {
            assertThat(broken(AS_IT_SHOULD_BE, batches)).containsExactly(Duty.POISSON_SAMPLING);
        }
    }
}
