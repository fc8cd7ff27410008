package dev.duello.learn;

import dev.duello.nn.Annealing;
import dev.duello.nn.Architecture;
import dev.duello.nn.GradientRule;
import dev.duello.torch.RandomStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a learner is made from besides its own settings.
 *
 * @param networks by name: those that its settings build, or those that were built when the training began
 * @param annealing how far schedules are, by samples seen
 * @param seed of every random stream
 * @param batch samples in a step; where {@link LearnerSettings#privacy} promises something, on average
 * @param microBatch samples in memory at once; 0 for all of them
 * @param gradientRule how losses become gradients, of every network
 * @param features what the network that measures sees, where {@link LearnerSettings#matchesFeatures} asks for it; stays open as long as
 *     the learner
 */
public record LearnerSetup(
        Map<String, Architecture> networks,
        SampleSpec samples,
        Annealing annealing,
        long seed,
        Compute compute,
        int batch,
        int microBatch,
        GradientRule gradientRule,
        @Nullable FeatureMaps features) {
    public LearnerSetup {
        networks = Map.copyOf(networks);
    }

    /** For learners that compare no features. */
    public LearnerSetup(
            Map<String, Architecture> networks,
            SampleSpec samples,
            Annealing annealing,
            long seed,
            Compute compute,
            int batch,
            int microBatch,
            GradientRule gradientRule) {
        this(networks, samples, annealing, seed, compute, batch, microBatch, gradientRule, null);
    }

    /**
     * A stream for what is drawn within a pass through a share of the batch: each process of a group draws other numbers from its
     * own. What is drawn for the whole batch comes from a stream that is the same in all.
     */
    public RandomStream ownStream(String name) {
        int rank = compute.group().rank();
        return new RandomStream(rank == 0 ? name : name + "-" + rank, seed);
    }
}
